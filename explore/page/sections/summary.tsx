import { groupDigits } from '../numbers/format-value.ts';
import { useExplorer } from '../state/explorer.ts';
import { Chips } from './slicers.tsx';

/** The selection in a sentence, which a screen reader reads out when it changes; and what to do where no bet is left. */
export function Summary() {
  const { lake, slices, state, keyOf } = useExplorer();
  const { phase, value, key, error } = slices.status.value;
  const outdated = key !== undefined && key !== keyOf('trend', state.value);
  const { from, to } = state.value;
  const dates = `${from ?? lake.firstDate} to ${to ?? lake.lastDate}`;
  const nothing = phase === 'ready' && value?.betsCount === '0';
  return (
    <div class="summary" aria-busy={phase === 'waiting' || outdated}>
      <p role="status" aria-live="polite" aria-atomic="true">
        {value && (
          <>
            <strong data-exact={value.betsCount}>{groupDigits(value.betsCount)}</strong> bets, {dates}
          </>
        )}
        {!value && phase === 'waiting' && 'Counting bets…'}
        {phase === 'failed' && <span class="bad"> Counting failed: {error}</span>}
      </p>
      <Chips />
      {phase === 'failed' && (
        <button type="button" onClick={() => slices.again()}>
          Count again
        </button>
      )}
      {nothing && (
        <div class="notice">
          <p>
            <strong>No bets match.</strong> Remove one of the filters above, or choose other dates: the lake
            has bets from {lake.firstDate} to {lake.lastDate}.
          </p>
        </div>
      )}
    </div>
  );
}
