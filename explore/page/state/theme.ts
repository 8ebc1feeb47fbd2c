import { effect, signal } from '@preact/signals';

/** Light or dark as the user chose it, or as the system has it. */
export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const stored = 'betlake-theme';

export const theme = signal<Theme>(readTheme());

/** Counts up whenever colours may have changed, so that charts are drawn again. */
export const colours = signal(0);

/** Puts the theme on the page, now and whenever it changes. */
export function applyTheme(): void {
  effect(() => {
    const chosen = theme.value;
    if (chosen === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
    keep(chosen);
    colours.value = colours.peek() + 1;
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    colours.value = colours.peek() + 1;
  });
}

/** A browser may refuse storage to a page, above all to a file. */
function keep(chosen: Theme): void {
  try {
    if (chosen === 'auto') localStorage.removeItem(stored);
    else localStorage.setItem(stored, chosen);
  } catch {
    // The theme then lasts as long as the page is open.
  }
}

function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(stored);
    return themes.find((name) => name === kept) ?? 'auto';
  } catch {
    return 'auto';
  }
}
