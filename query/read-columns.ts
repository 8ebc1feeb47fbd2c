import { type Column, typeNames } from '../glue/column.ts';
import type { LakeQueries } from './lake-queries.ts';
import type { Result, Value } from './result.ts';

/**
 * Reads declared columns, lists, maps and records among them. Athena prints those as text that cannot be read
 * back, so there they travel as JSON.
 *
 * @param rest the query from its `from` on
 */
export async function readColumns(
  lake: LakeQueries,
  columns: readonly Column[],
  rest: string,
): Promise<Result> {
  const isCarried = ({ type }: Column) => lake.engine === 'athena' && type.kind === 'nested';
  const names = columns.map((column) =>
    isCarried(column) ? `json_format(cast(${column.name} as json)) as ${column.name}` : column.name,
  );
  const { batches } = await lake.run(`select ${names.join(', ')}\n${rest}`);
  async function* parsed() {
    for await (const rows of batches) {
      yield rows.map((row) =>
        row.map((value, index) => (isCarried(columns[index] as Column) ? parse(value) : value)),
      );
    }
  }
  return {
    columns: columns.map(({ name, type }) => ({ name, type: typeNames(type).duckdb })),
    batches: parsed(),
  };
}

function parse(value: Value): Value {
  return typeof value === 'string' ? (JSON.parse(value) as Value) : value;
}
