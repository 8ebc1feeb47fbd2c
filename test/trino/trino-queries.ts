import { type LakeQueries, type Result, toResult, type Value } from '../../client/queries/result.ts';
import { queryTrino, type TrinoPlace, type TrinoValue } from './query-trino.ts';

/** Trino as a lake that can be queried as Athena is: its results as the project's own values. */
export function toTrinoQueries(place: TrinoPlace): LakeQueries {
  return { engine: 'athena', debits: 'negative', run: (sql) => runTrino(place, sql) };
}

async function runTrino(place: TrinoPlace, sql: string): Promise<Result> {
  const { columns, rows } = await queryTrino(place, sql);
  const types = columns.map(({ type }) => toTypeName(type));
  return toResult(
    columns.map(({ name }, at) => ({ name, type: types[at] ?? '' })),
    rows.map((row) => row.map((value, at) => toValue(types[at] ?? '', value))),
  );
}

/** Trino's name of a type in DuckDB's words; nested ones stay as they are. */
function toTypeName(type: string): string {
  if (type === 'timestamp(3)') return 'TIMESTAMP_MS';
  return /^[a-z]+(\([\d, ]+\))?$/.test(type) ? type.toUpperCase().replaceAll(' ', '') : type;
}

function toValue(type: string, value: TrinoValue): Value {
  if (typeof value !== 'string') return value;
  if (type === 'BIGINT') return BigInt(value);
  if (type === 'INTEGER' || type === 'DOUBLE') return Number(value);
  return type === 'TIMESTAMP_MS' ? value.replace(/\.0+$/, '') : value;
}
