import { join } from 'node:path';
import { openLakeForWriting } from '../../client/local/lake.ts';
import { openLandingFile } from '../../client/local/local-landing.ts';
import { bets } from '../../glue/datasets/bets.ts';
import { toSqlText } from '../../glue/sql.ts';
import { loadObject } from '../../lambdas/convert/load-object.ts';
import { type DayOfBets, toBetsSql } from './day-of-bets.ts';

const day: DayOfBets = {
  date: '2021-10-04',
  rowsPerFile: 5_000,
  filesCount: 1,
  playersCount: 100,
  gamesCount: 50,
  stakesPerSession: 10,
};

/**
 * Compares generated bets with the converter: the same bets, written as lines and converted, must be the same rows
 * in files of the same columns and types.
 *
 * @param folder an empty folder
 * @throws Error where they differ
 */
export async function checkMadeBets(folder: string): Promise<void> {
  const lake = await openLakeForWriting(join(folder, 'check'));
  try {
    const { engine, store, scratch } = lake;
    const [made, lines] = [join(scratch, 'made.parquet'), join(scratch, 'lines.jsonl')];
    const columns = bets.columns.map(({ name }) => name).join(', ');
    await engine.run(`copy (${toBetsSql(day, 0)}) to ${toSqlText(made)} (format parquet, codec 'zstd')`);
    await engine.run(`copy (select ${columns} from ${toSqlText(made)}) to ${toSqlText(lines)} (format json)`);
    const key = 'bets/2021-10-04.jsonl';
    const outcome = await loadObject(lake, bets, key, () => openLandingFile({ key, path: lines }));
    if (outcome?.record.quarantined !== 0) throw new Error('the converter refuses made-up bets');
    const [converted = ''] = await store.checkout(outcome.record.files.map((file) => file.key));
    const rows = (path: string) => `select ${columns} from ${toSqlText(path)}`;
    const schema = (path: string) =>
      `select name, type, converted_type, logical_type from parquet_schema(${toSqlText(path)}) where type is not null`;
    for (const of of [rows, schema]) {
      for (const [one, other] of [
        [made, converted],
        [converted, made],
      ] as const) {
        const left = await engine.rows(`(${of(one)}) except all (${of(other)}) limit 1`);
        if (left.length > 0) throw new Error(`made and converted bets differ: ${JSON.stringify(left[0])}`);
      }
    }
  } finally {
    lake.close();
  }
}
