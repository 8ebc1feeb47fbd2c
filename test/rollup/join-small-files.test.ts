import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { text, whole } from '../../glue/schema.ts';
import { joinSmallFiles } from '../../lambdas/rollup/compute-activity.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';

const columns = [
  { name: 'bet_id', type: whole, meaning: '' },
  { name: 'player_code', type: text, meaning: '' },
];

describe('many small files of a day', () => {
  const bench = useWorkbench();

  async function writeFiles(name: string, count: number, large = 0): Promise<string[]> {
    const { engine, folder } = bench();
    const paths = Array.from({ length: count + large }, (_, at) => join(folder, `${name}.${at}.parquet`));
    for (const [at, path] of paths.entries()) {
      const rows =
        at < count ? `select cast(${at} as bigint) as bet_id, 'P${at}' as player_code` : largeRows(at);
      await engine.run(`copy (${rows}) to '${path}' (format parquet)`);
    }
    return paths;
  }

  test('become few, which hold the same rows; large ones are read as they are', async () => {
    const { engine, folder } = bench();
    const paths = await writeFiles('many', 205, 2);
    const read = await joinSmallFiles(engine, columns, paths, join(folder, 'many.joined'), true);
    expect(read).toHaveLength(5);
    expect(read.slice(0, 2)).toEqual(paths.slice(205));
    const rowsOf = (files: readonly string[]) =>
      engine.rows(
        `select * from read_parquet([${files.map((path) => `'${path}'`).join(', ')}]) order by all`,
      );
    expect(await rowsOf(read)).toEqual(await rowsOf(paths));
  });

  test('that are few are left alone', async () => {
    const { engine, folder } = bench();
    const paths = await writeFiles('few', 4, 1);
    expect(await joinSmallFiles(engine, columns, paths, join(folder, 'few.joined'), true)).toEqual(paths);
  });
});

/** More than a small file holds: texts that do not compress. */
function largeRows(seed: number): string {
  return `select ${seed} * 100000 + range as bet_id, md5(cast(range + ${seed} as varchar)) as player_code from range(8000)`;
}
