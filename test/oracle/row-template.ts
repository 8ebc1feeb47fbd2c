/**
 * An empty row of some columns, for copying. An object that grows by more than a dozen computed names becomes
 * a hash table; one that is parsed has its columns in place, and a copy keeps them.
 */
export function createRowTemplate(columns: readonly string[]): Record<string, null> {
  return JSON.parse(JSON.stringify(Object.fromEntries(columns.map((column) => [column, null]))));
}
