import { useState } from 'preact/hooks';
import { periodNames } from '../../contract.ts';
import { Choices } from '../parts/choices.tsx';
import { useExplorer } from '../state/explorer.ts';
import { toQuickChoices } from '../state/period.ts';
import { theme, themes } from '../state/theme.ts';

const parts = [
  ['questions', 'Four questions'],
  ['over-time', 'Over time'],
  ['breakdown', 'Breakdown'],
  ['games', 'Games'],
  ['spread', 'Spread'],
  ['health', 'Health'],
] as const;

/** Links to the parts of the page. They only move the focus: the address uses its `#` for the view. */
export function Contents() {
  return (
    <nav class="contents" aria-label="Parts of the page">
      {parts.map(([id, title]) => (
        <a
          key={id}
          href={`#${id}`}
          onClick={(event) => {
            event.preventDefault();
            const heading = document.getElementById(`${id}-title`);
            heading?.scrollIntoView();
            heading?.focus({ preventScroll: true });
          }}
        >
          {title}
        </a>
      ))}
    </nav>
  );
}

/** The lake, the period and the dates, which everything below follows. */
export function PageHead() {
  const { lake, source, state, go } = useExplorer();
  const { report } = source;
  return (
    <header class="page-head">
      <h1>
        Betlake <span class="lake">{lake.name}</span>
      </h1>
      {lake.firstDate !== null && (
        <>
          <Choices
            title="Period"
            choices={periodNames.map((value) => ({ value, title: titles[value] }))}
            chosen={state.value.by}
            onChoose={(by) => go({ ...state.value, by })}
          />
          {report ? <p class="about">made {report.made} UTC</p> : <PeriodPicker />}
        </>
      )}
      <ThemeButton />
    </header>
  );
}

const titles = { day: 'Day', week: 'Week', month: 'Month', year: 'Year' };

/** The first and last day, typed or picked from frequent choices. */
function PeriodPicker() {
  const { lake, state, go } = useExplorer();
  const { from, to, ...rest } = state.value;
  const first = lake.firstDate ?? '';
  const last = lake.lastDate ?? '';
  // Typed and not applied yet; otherwise the state's dates are shown.
  const [typed, setTyped] = useState<{ from?: string; to?: string }>({});
  const shown = { from: typed.from ?? from ?? first, to: typed.to ?? to ?? last };
  const wrong = shown.from !== '' && shown.to !== '' && shown.from > shown.to;

  function apply(): void {
    if (wrong) return;
    setTyped({});
    go({
      ...rest,
      ...(shown.from !== '' && shown.from !== first && { from: shown.from }),
      ...(shown.to !== '' && shown.to !== last && { to: shown.to }),
    });
  }
  const day = (name: 'from' | 'to', title: string) => (
    <label class="day">
      <span>{title}</span>
      <input
        type="date"
        value={shown[name]}
        min={first}
        max={last}
        aria-invalid={wrong}
        aria-describedby={wrong ? 'dates-wrong' : undefined}
        onChange={({ currentTarget }) => setTyped({ ...typed, [name]: currentTarget.value })}
        onBlur={apply}
      />
    </label>
  );
  return (
    <form
      class="period-picker"
      aria-label="Dates"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      {day('from', 'From')}
      {day('to', 'to')}
      <button type="submit" class="unseen-until-focus">
        Apply dates
      </button>
      <div class="quick">
        {toQuickChoices(lake).map(({ title, days }) => {
          const chosen = from === days?.from && to === days?.to;
          return (
            <button
              key={title}
              type="button"
              class="quiet"
              aria-pressed={chosen}
              title={days ? `${days.from} to ${days.to}, counted from the lake's last day` : undefined}
              onClick={() => {
                setTyped({});
                go({ ...rest, ...days });
              }}
            >
              {title}
            </button>
          );
        })}
      </div>
      {wrong && (
        <p class="wrong" id="dates-wrong" role="alert">
          The first day is after the last: choose an earlier first day or a later last day.
        </p>
      )}
    </form>
  );
}

/** As the system has it, light, dark, and around again. */
function ThemeButton() {
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
