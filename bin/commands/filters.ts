import { InvalidArgumentError } from '@commander-js/extra-typings';
import { collectRows, type LakeQueries } from '../../client/queries/result.ts';
import { type MetricQuery, toSliceValuesSql } from '../../glue/metrics/index.ts';
import { sliceNames } from '../../glue/slices.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';

/** `column=value` among the filters before it. */
export function readFilter(text: string, before: MetricQuery['where']): { column: string; value: string }[] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`expected COLUMN=VALUE, got "${text}"`);
  const column = text.slice(0, at).trim();
  checkColumn(column);
  return [...before, { column, value: text.slice(at + 1) }];
}

/** @throws InvalidArgumentError where the column cannot be sliced by */
export function checkColumn(name: string): void {
  if (!sliceNames.includes(name)) {
    throw new InvalidArgumentError(
      `there is no column "${name}" to slice or filter by; there are ${sliceNames.join(', ')}`,
    );
  }
}

/** @throws BetlakeError where the dates end before they begin */
export function checkRange({ from, to }: Pick<MetricQuery, 'from' | 'to'>): void {
  if (from !== undefined && to !== undefined && from > to) {
    throw new BetlakeError(`--from ${from} is after --to ${to}; give an earlier --from or a later --to`);
  }
}

/**
 * Refuses a filter on a value that no bet has: its result would be empty, and more likely the value is misspelt.
 *
 * @throws BetlakeError naming the values that there are
 */
export async function checkValues(run: LakeQueries['run'], where: MetricQuery['where']): Promise<void> {
  for (const column of new Set(where.map((filter) => filter.column))) {
    const values = (await collectRows(await run(toSliceValuesSql(column)))).map(({ value }) => value ?? '');
    for (const filter of where) {
      if (filter.column !== column || values.includes(filter.value)) continue;
      const shown = values
        .slice(0, mostShown)
        .map((value) => (value === '' ? '(empty, for NULL)' : String(value)));
      const more = values.length > mostShown ? ` and ${values.length - mostShown} more` : '';
      throw new BetlakeError(
        values.length === 0
          ? `no bet has ${column}=${filter.value}: the lake has no bets yet; ingest files of bets first`
          : `no bet has ${column}=${filter.value}; its values are ${shown.join(', ')}${more}`,
      );
    }
  }
}

const mostShown = 60;
