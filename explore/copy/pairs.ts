/**
 * Rows of which `is_new` tells whether they are the first of their player, game and period among those that count. The
 * copy is sorted by player, game and day, and a window without an order goes by the order of the rows, as the engine
 * promises: so a row is new where it differs from the one before it. Many times sooner than to count distinct.
 *
 * @param rows `activity`, and its `where` if need be
 * @param period the column that numbers the period, and how many there are; without it, all dates are one
 * @param read the columns of the rows that are read
 * @see https://duckdb.org/docs/stable/sql/dialect/order_preservation
 */
export function toPairsSql(
  rows: string,
  gamesCount: number,
  period: { readonly name: string; readonly count: number } | undefined,
  read: readonly string[],
): string {
  const pair = `player::bigint * ${gamesCount} + game`;
  const thing = period ? `(${pair}) * ${period.count} + ${period.name}` : pair;
  return `(
      select *, lag(thing) over () is distinct from thing as is_new
      from (select ${[...read, `${thing} as thing`].join(', ')} from ${rows})
    )`;
}
