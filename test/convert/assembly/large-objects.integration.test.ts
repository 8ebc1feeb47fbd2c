import { closeSync, openSync, writeSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Core } from '../../../lambdas/convert/assembly.ts';
import { expectRows } from './expect-rows.ts';
import { mebibyte, narrow, toDate, toRows, useBench } from './read-back.ts';
import { writeRows } from './write-rows.ts';

const bench = useBench();

// The debug build checks its bounds.
describe.each(['release', 'debug'] as const)('large objects of the %s build', (build) => {
  const core = new Core(build);

  test('row groups hold 122,880 rows at most, and a reader skips those whose bounds rule them out', async () => {
    const rows = toRows(130_000, (index) => [
      BigInt(index * 7),
      `t${index % 100_003}`,
      BigInt(index) * 1000n,
    ]);
    const [file] = await bench().expectReadBack(core, {
      dataset: narrow,
      landingKey: 'bets/large.jsonl',
      rows,
      memoryBudget: 64 * mebibyte,
    });
    const path = file?.path ?? '';
    const groups = await bench().engine.rows(
      `select distinct row_group_id, row_group_num_rows from parquet_metadata('${path}') order by 1`,
    );
    expect(groups.map(({ row_group_num_rows }) => Number(row_group_num_rows))).toEqual([122_880, 7120]);
    // Only a reader that skips the first row groups can still read the last.
    const [start] = await bench().engine.rows(
      `select min(coalesce(dictionary_page_offset, data_page_offset)) as at from parquet_metadata('${path}')
       where row_group_id = 1`,
    );
    const damaged = openSync(path, 'r+');
    writeSync(damaged, Buffer.alloc(Number(start?.at) - 4, 0xff), 0, undefined, 4);
    closeSync(damaged);
    const last = await bench().engine.rows(
      `select count(*)::varchar as rows, min(a_text) as least from read_parquet('${path}')
       where a_whole >= ${122_880 * 7} and an_instant >= make_timestamp_ms(122880000)`,
    );
    expect(last).toEqual([{ rows: '7120', least: 't22877' }]);
    await expect(bench().engine.rows(`select sum(a_whole) from read_parquet('${path}')`)).rejects.toThrow();
  });

  test('texts of a mebibyte, more than the budget holds, and more distinct ones than a dictionary has, are read back', async () => {
    const long = 'é'.repeat(mebibyte / 2);
    const rows = toRows(12, (index) => [null, index % 3 === 0 ? long : `${long}${index}`, 0n]);
    await bench().expectReadBack(core, {
      dataset: narrow,
      landingKey: 'k',
      rows,
      memoryBudget: 4 * mebibyte,
    });
    const distinct = toRows(100_000, (index) => [
      BigInt(index),
      index % 9 === 0 ? null : `player-${index}`,
      0n,
    ]);
    await bench().expectReadBack(core, {
      dataset: narrow,
      landingKey: 'k',
      rows: distinct,
      memoryBudget: 64 * mebibyte,
    });
  });

  test('4,000 dates in any order stay within a small budget of memory', async () => {
    const rows = toRows(20_000, (index) => [BigInt(index), `t${index % 50}`, 0n]).map((row, index) => ({
      ...row,
      date: toDate((index * 7919) % 4000),
    }));
    const fresh = new Core(build);
    const memoryBudget = 8 * mebibyte;
    const files = writeRows(fresh, bench().newFolder(), {
      dataset: narrow,
      landingKey: 'k',
      rows,
      memoryBudget,
    });
    expect(files.length).toBe(4000);
    expect(fresh.exports.memory.buffer.byteLength).toBeLessThan(memoryBudget + 48 * mebibyte);
    const paths = files.map(({ path }) => `'${path}'`).join(', ');
    const [read] = await bench().engine.rows(
      `select count(*)::varchar as rows, sum(a_whole)::varchar as whole, count(distinct a_text)::varchar as texts,
       count(distinct line_number)::varchar as lines from read_parquet([${paths}])`,
    );
    expect(read).toEqual({ rows: '20000', whole: '199990000', texts: '50', lines: '20000' });
    for (const { path, date } of files.slice(0, 20)) {
      const expected = rows.filter((row) => row.date === date);
      await expectRows(bench().engine, { path, dataset: narrow, landingKey: 'k', rows: expected });
    }
  });
});
