import { DuckDBInstance } from '@duckdb/node-api';
import { datasets } from '../../glue/datasets/index.ts';
import { toSqlText } from '../../glue/sql.ts';

/** @throws Error that shows the first day that differs */
export function expectSame(got: BetsSummary, expected: BetsSummary): void {
  const wrong = expected.findIndex((line, at) => line !== got[at]);
  if (wrong >= 0) throw new Error(`expected\n${expected[wrong]}\ngot\n${got[wrong]}`);
  if (got.length !== expected.length) {
    throw new Error(`expected ${expected.length} days, got ${got.length}`);
  }
}

/**
 * A summary of bets, a line of text for each day: how many rows name their landing key, and for every column how many
 * are NULL and the sum of the values as whole numbers: of amounts in their smallest unit, of times in milliseconds, of texts their hashes. Rows that
 * are lost, doubled, rounded, garbled or filed under another day change it.
 */
export type BetsSummary = readonly string[];

const { columns } = datasets.bets;

/** Sums up a file of regular bets from its text: each value is cast from the text of the line. */
export function summarizeLines(path: string): Promise<BetsSummary> {
  const texts = columns.map(({ name }) => `${name}: 'VARCHAR'`);
  const figures = columns.map(({ name, type }) => {
    switch (type.kind) {
      case 'decimal':
        return sumOf(name, `cast(cast(${name} as decimal(38, ${type.scale})) * 1e${type.scale} as hugeint)`);
      case 'instant':
        return sumOf(name, `epoch_ms(cast(${name} as timestamp))`);
      default:
        return sumOf(name, type.kind === 'text' ? `hash(${name})` : `cast(${name} as hugeint)`);
    }
  });
  return summarize(
    `select bet_dt[1:10] as day, 'bets/bench.jsonl' as landing_key, * from read_json(${toSqlText(path)},
      format = 'newline_delimited', auto_detect = false, columns = {${texts.join(', ')}})`,
    figures,
  );
}

/**
 * Sums up Parquet files.
 *
 * @param files a glob
 * @throws Error where a file holds rows of several days
 */
export async function summarizeParquet(files: string): Promise<BetsSummary> {
  const figures = columns.map(({ name, type }) => {
    switch (type.kind) {
      case 'decimal':
        // Of a double too, where a library has no decimals.
        return sumOf(name, `cast(round(${name} * 1e${type.scale}) as hugeint)`);
      case 'instant':
        return sumOf(name, `epoch_ms(${name})`);
      default:
        return sumOf(
          name,
          type.kind === 'text' ? `hash(cast(${name} as varchar))` : `cast(${name} as hugeint)`,
        );
    }
  });
  const rows = `select *, cast(make_date(cast(epoch_ms(bet_dt) // 86400000 as integer)) as varchar) as day
    from read_parquet(${toSqlText(files)}, filename = true, hive_partitioning = false)`;
  const [mixed] = await readTexts(
    `select filename from (${rows}) group by filename having min(day) <> max(day)`,
  );
  if (mixed !== undefined) throw new Error(`${mixed} holds several days`);
  return summarize(rows, figures);
}

function sumOf(name: string, value: string): string {
  return `count(*) - count(${name}) || ' ' || coalesce(sum(${value}), 0)`;
}

function summarize(rows: string, figures: readonly string[]): Promise<BetsSummary> {
  const origin = "count(*) filter (where landing_key = 'bets/bench.jsonl')";
  return readTexts(
    `select concat_ws(', ', day, ${origin}, ${figures.join(', ')}) from (${rows}) group by day order by day`,
  );
}

/** The first column of a query's rows. */
async function readTexts(sql: string): Promise<string[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(sql);
    return reader.getRows().map(([text]) => String(text));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
