import { useState } from 'preact/hooks';
import { useExplorer } from '../state/explorer.ts';
import { toQuickChoices } from '../state/period.ts';

/** The first and last day, typed or by what is often wanted. */
export function PeriodPicker() {
  const { lake, state, go } = useExplorer();
  const { from, to, ...rest } = state.value;
  const first = lake.firstDate ?? '';
  const last = lake.lastDate ?? '';
  // What was typed and is not applied yet; the rest is as the state has it.
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
          The first day is after the last.
        </p>
      )}
    </form>
  );
}
