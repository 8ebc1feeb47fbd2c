import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { localEngineSize } from '../../client/local/lake.ts';
import { datasets } from '../../glue/datasets/index.ts';
import { typeNames } from '../../glue/schema.ts';
import { convertObject, defaultLimits } from '../../lambdas/convert/convert-object.ts';
import { type Engine, openEngine } from '../../lambdas/core/engine.ts';

/*
 * A process that makes a Parquet file a date of one bets file, once as Betlake does it and once as DuckDB does
 * it without a check of the lines, and prints the CPU of each.
 */
const [path = '', folder = ''] = process.argv.slice(2);
const { bets } = datasets;

async function convertChecked(_: Engine, into: string): Promise<number> {
  const { accepted } = await convertObject({
    dataset: bets,
    object: {
      key: 'bets/a.jsonl',
      size: 1,
      lastModified: new Date(),
      version: '1',
      open: () => createReadStream(path, { highWaterMark: 1024 ** 2 }) as AsyncIterable<Buffer>,
    },
    attempt: '1',
    folder: into,
    dates: { first: '2015-01-01', last: '2099-12-31' },
    limits: defaultLimits,
  });
  return accepted;
}

async function convertUnchecked(engine: Engine, into: string): Promise<number> {
  const columns = bets.columns.map(({ name, type }) => `${name}: '${typeNames(type).duckdb}'`);
  await engine.run(`create temp table bets as select * from read_json('${path}', format = 'newline_delimited',
    auto_detect = false, ignore_errors = true, columns = {${columns.join(', ')}})`);
  const dates = await engine.rows(
    'select distinct cast(bet_dt as date)::varchar as date from bets where bet_dt is not null',
  );
  for (const { date } of dates) {
    await engine.run(`copy (select * from bets where cast(bet_dt as date) = date '${date}')
      to '${join(into, `${date}.parquet`)}' (format parquet, codec 'zstd')`);
  }
  const [counted] = await engine.rows('select count(*) as rows from bets');
  return Number(counted?.rows);
}

async function measure(convert: (engine: Engine, into: string) => Promise<number>) {
  const into = await mkdtemp(join(folder, 'convert-'));
  const engine = await openEngine({
    ...localEngineSize(1024),
    tempDirectory: into,
    allowedDirectories: [folder, dirname(path)],
  });
  const before = process.cpuUsage();
  const rows = await convert(engine, into);
  const { user, system } = process.cpuUsage(before);
  engine.close();
  await rm(into, { recursive: true, force: true });
  return { rows, cpuSeconds: (user + system) / 1e6 };
}

const checked = await measure(convertChecked);
const unchecked = await measure(convertUnchecked);
console.log(JSON.stringify({ checked, unchecked }));
