import { theme, themes } from '../state/theme.ts';

/** As the system has it, light, dark, and around again. */
export function ThemeButton() {
  const { value } = theme;
  const next = themes[(themes.indexOf(value) + 1) % themes.length] ?? 'auto';
  return (
    <button
      type="button"
      class="quiet theme"
      title={`Colours: ${value}; change to ${next}`}
      onClick={() => {
        theme.value = next;
      }}
    >
      <span aria-hidden="true">{signs[value]}</span>
      <span class="unseen">
        Colours: {value}; change to {next}
      </span>
    </button>
  );
}

const signs = { auto: '◐', light: '☀', dark: '☾' };
