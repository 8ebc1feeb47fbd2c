import type { Answer } from '../../contract.ts';
import { groupDigits } from '../numbers/format-value.ts';

/** Why a period of a ranking is empty: nothing was bet, or the answer holds later periods alone. */
export function NoRowsHere({ answer }: { readonly answer: Answer }) {
  const { rows, truncated } = answer;
  if (truncated === undefined) return <p class="none">No bets in this period.</p>;
  return (
    <p class="none">
      This period is not among the newest {groupDigits(String(rows.length))} rows, which are all that stand
      here. Choose dates around it.
    </p>
  );
}
