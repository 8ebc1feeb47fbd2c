import { useEffect, useState } from 'preact/hooks';
import { useExplorer } from '../state/explorer.ts';
import { toQuickChoices } from '../state/period.ts';

/** The first and last day, typed or by what is often wanted. */
export function PeriodPicker() {
  const { lake, state, go } = useExplorer();
  const { from, to, ...rest } = state.value;
  const first = lake.firstDate ?? '';
  const last = lake.lastDate ?? '';
  const [typed, setTyped] = useState({ from: from ?? first, to: to ?? last });
  useEffect(() => setTyped({ from: from ?? first, to: to ?? last }), [from, to, first, last]);
  const wrong = typed.from !== '' && typed.to !== '' && typed.from > typed.to;

  function apply(): void {
    if (wrong) return;
    go({
      ...rest,
      ...(typed.from !== '' && typed.from !== first && { from: typed.from }),
      ...(typed.to !== '' && typed.to !== last && { to: typed.to }),
    });
  }
  const day = (name: 'from' | 'to', title: string) => (
    <label class="day">
      <span>{title}</span>
      <input
        type="date"
        value={typed[name]}
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
              onClick={() => go({ ...rest, ...days })}
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
