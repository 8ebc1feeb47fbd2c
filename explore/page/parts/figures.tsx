import type { MetricName, QueryResult, ValueKind } from '../../contract.ts';
import { formatChange, formatValue, groupDigits } from '../numbers/format-value.ts';
import { useExplorer } from '../state/explorer.ts';

export interface Figure {
  readonly title: string;
  readonly value: string | null;
  readonly kind?: ValueKind;
  /** The same of the period before, to be compared with. */
  readonly before?: string | null;
  readonly unit?: string;
  readonly note?: string;
}

/** A result in a few numbers. Their room is kept while they are computed. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl class="figures">
      {figures.map((figure) => (
        <div key={figure.title} data-figure={figure.title}>
          <dt>{figure.title}</dt>
          <dd>
            <span class="value" data-exact={figure.value ?? ''}>
              {formatValue(figure.value, figure.kind ?? 'count')}
              {figure.unit !== undefined && <span class="unit"> {figure.unit}</span>}
            </span>
            <Comparison {...figure} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Comparison({ value, before = null, note }: Figure) {
  const { by } = useExplorer().state.value;
  const change = formatChange(value, before);
  if (change === undefined) return <span class="note">{note ?? '\u00a0'}</span>;
  return (
    <span class="note" title={`${groupDigits(before ?? '')} the ${by} before`}>
      {change} on the {by} before
    </span>
  );
}

/** Why a period of a ranking is empty: nothing was bet, or the result has only later periods. */
export function NoRowsHere({ result }: { readonly result: QueryResult }) {
  const { rows, truncated } = result;
  if (truncated === undefined) return <p class="none">No bets in this period.</p>;
  return (
    <p class="none">
      Only the newest {groupDigits(String(rows.length))} rows are shown, and this period is not among them.
      Choose dates around it.
    </p>
  );
}

/** Gives a question the whole width, or puts it back beside the others. */
export function OpenButton({ question }: { readonly question: MetricName }) {
  const { lake, source, state, go } = useExplorer();
  if (source.report) return null;
  const open = state.value.question === question;
  const title = lake.queries.find(({ name }) => name === question)?.title ?? question;
  function toggle(): void {
    const { question: _, ...others } = state.value;
    go(open ? others : { ...others, question });
  }
  return (
    <button type="button" class="quiet open" aria-pressed={open} onClick={toggle}>
      {open ? 'Smaller' : 'Larger'}
      <span class="unseen">: {title}</span>
    </button>
  );
}
