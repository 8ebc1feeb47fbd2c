import { useExplorer } from '../state/explorer.ts';
import { isPartial, toLongPeriod } from '../state/period.ts';
import { useFocus } from '../state/use-focus.ts';

/** Which period figures and rankings show; the newest first. */
export function PeriodSelect() {
  const { lake, state, look } = useExplorer();
  const { at, periods } = useFocus();
  const { by } = state.value;
  const index = at === undefined ? -1 : periods.indexOf(at);
  const step = (to: number) => look({ at: to === periods.length - 1 ? undefined : periods[to] });
  return (
    <div class="period-select">
      <button type="button" class="step" disabled={index <= 0} onClick={() => step(index - 1)}>
        <span aria-hidden="true">‹</span>
        <span class="unseen">Earlier {by}</span>
      </button>
      <label>
        <span class="unseen">Figures and rankings of</span>
        <select
          value={at ?? ''}
          disabled={at === undefined}
          onChange={({ currentTarget }) => step(periods.indexOf(currentTarget.value))}
        >
          {at === undefined && <option value="">no {by} yet</option>}
          {periods.toReversed().map((start) => (
            <option key={start} value={start}>
              {toLongPeriod(start, by)}
              {isPartial(start, state.value, lake) ? ' (in part)' : ''}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="step"
        disabled={index < 0 || index === periods.length - 1}
        onClick={() => step(index + 1)}
      >
        <span aria-hidden="true">›</span>
        <span class="unseen">Later {by}</span>
      </button>
    </div>
  );
}
