import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { datasets } from '../../glue/datasets/index.ts';
import { toSqlText } from '../../glue/sql.ts';
import { bundleProgram } from '../betlake/bundle-program.ts';
import type { Bench, Part } from '../harness/bench.ts';
import {
  installNodePeers,
  installPythonPeers,
  peerPath,
  readPeerVersions,
} from '../harness/install-peers.ts';
import { measureProcess } from '../harness/measure-process.ts';
import { type Contestant, type RaceResult, race } from '../harness/race.ts';
import { sumBytes } from '../harness/watch-folder.ts';
import {
  type Spec,
  showCount,
  showFigure,
  showMib,
  showSeconds,
  toTable,
} from '../harness/write-document.ts';
import { type BetsSummary, expectSame, summarizeLines, summarizeParquet } from '../input/summarize-bets.ts';
import { writeRegularBets } from '../input/write-regular-bets.ts';

interface ConvertResult {
  readonly bets: number;
  readonly bytes: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly RaceResult[];
  /** Of Betlake's files, written again with the other codec; missing in results from before it was measured. */
  readonly snappyBytes?: number;
}

const betlake = 'Betlake';
const floor = 'DuckDB, nothing checked';
const days = 31;
const commandLine = fileURLToPath(new URL('../../bin/betlake.js', import.meta.url));

/** A file of a month's bets to a Parquet file for each day: Betlake and other libraries. */
export const convert: Part<ConvertResult> = {
  name: 'convert',
  async measure(bench) {
    const bets = bench.scale(1_000_000);
    bench.report('installing what Betlake is measured beside');
    await installNodePeers();
    const python = await installPythonPeers();
    bench.report(`writing ${showCount(bets)} bets`);
    // Below a folder of the data set's name, which gives the key that the rows must name.
    const path = join(bench.work, 'bets', 'bench.jsonl');
    await mkdir(dirname(path), { recursive: true });
    const bytes = await writeRegularBets({ path, bets, days });
    const contestants = await listContestants(bench, path, await summarizeLines(path), python);
    const results = await race(bench, `${showCount(bets)} bets`, contestants);
    const snappyBytes = await measureSnappy(bench, path);
    return { bets, bytes, versions: await readPeerVersions(), results, snappyBytes };
  },
  tables: (result) => ({ convert: toConvertTable(result), codecs: toCodecsTable(result) }),
  plots: (result) => ({ convert: toConvertPlot(result) }),
};

async function listContestants(
  bench: Bench,
  path: string,
  expected: BetsSummary,
  python: string | undefined,
): Promise<Contestant[]> {
  const columnsFile = join(bench.work, 'columns.json');
  const columns = datasets.bets.columns.map(({ name, type }) => ({ name, ...type }));
  await writeFile(columnsFile, JSON.stringify(columns));

  const check = (files: string) => async (folder: string) => {
    expectSame(await summarizeParquet(join(folder, files)), expected);
    return sumBytes(folder, '.parquet');
  };
  const peer = (name: string, file: string, ...lacks: string[]): Contestant => ({
    name,
    lacks,
    command: (folder) => ({
      program: file.endsWith('.py') ? { python: python ?? '' } : 'node',
      args: [peerPath(file), path, folder, columnsFile],
    }),
    check: check('**/*.parquet'),
  });
  const own = (name: string, args: (lake: string) => readonly string[], ...lacks: string[]): Contestant => ({
    name,
    lacks,
    command: (folder) => ({ program: 'node', args: args(join(folder, 'lake')) }),
    check: check('lake/curated/bets/files/**/*.parquet'),
  });

  const asFunction = bundleProgram('bench/betlake/convert.ts', bench.work);
  const inJavaScript = [
    own(betlake, (lake) => [asFunction, path, lake], 'checks everything'),
    own(
      `${betlake}, as a command`,
      (lake) => [commandLine, 'ingest', path, '--dataset', 'bets', '--no-rollup', '--lake', lake],
      'checks everything, and hashes the file',
    ),
    peer(floor, 'duckdb.js', 'checks nothing: the floor'),
    peer('apache-arrow + parquet-wasm', 'arrow-parquet-wasm.js'),
    peer('hyparquet-writer', 'hyparquet-writer.js', 'no Zstandard (Snappy here)'),
    peer(
      '@dsnp/parquetjs',
      'parquetjs.js',
      'no Zstandard (Snappy here)',
      'makes decimals of doubles and floors them, so amounts are handed over half a unit up',
    ),
    peer('parquetjs-lite', 'parquetjs-lite.js', 'no Zstandard (Snappy here)', 'no decimals (doubles here)'),
  ];
  if (python === undefined) return inJavaScript;
  return [
    ...inJavaScript,
    peer('polars', 'polars_by_date.py', 'Python'),
    peer('pyarrow', 'pyarrow_by_date.py', 'Python'),
    peer('awswrangler’s way', 'awswrangler_by_date.py', 'Python: pandas and pyarrow'),
  ];
}

/** The bytes of Betlake's files under Snappy, each written again with its rows in the same order. */
async function measureSnappy(bench: Bench, path: string): Promise<number> {
  const lake = join(bench.work, 'codecs');
  const program = bundleProgram('bench/betlake/convert.ts', bench.work);
  await measureProcess({ program: 'node', args: [program, path, lake] }, join(bench.work, 'usage.jsonl'));
  const folder = join(lake, 'curated/bets/files');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    for (const file of await readdir(folder, { recursive: true })) {
      if (!file.endsWith('.parquet')) continue;
      const [from, to] = [join(folder, file), join(folder, `${file}.snappy`)].map(toSqlText);
      await connection.run(
        `copy (from read_parquet(${from}, hive_partitioning = false)) to ${to} (format parquet, codec 'snappy', write_bloom_filter false)`,
      );
      await rm(join(folder, file));
      await rename(join(folder, `${file}.snappy`), join(folder, file));
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  const bytes = sumBytes(folder, '.parquet');
  await rm(lake, { recursive: true });
  return bytes;
}

function toCodecsTable({ results, snappyBytes }: ConvertResult): string {
  const sizes = results.map(({ name, bytesOut, lacks }) => ({
    name,
    bytes: bytesOut,
    codec: lacks.some((lack) => lack.includes('Snappy')) ? 'Snappy' : 'Zstandard',
  }));
  if (snappyBytes !== undefined) sizes.push({ name: betlake, bytes: snappyBytes, codec: 'Snappy' });
  const rows = ['Zstandard', 'Snappy'].flatMap((codec) => {
    const same = sizes.filter((size) => size.codec === codec).toSorted((a, b) => a.bytes - b.bytes);
    const smallest = same[0]?.bytes ?? Number.NaN;
    return same.map(({ name, bytes }) => [
      codec,
      name === betlake ? `**${name}**` : name,
      showMib(bytes),
      `${showFigure(bytes / smallest)} ×`,
    ]);
  });
  return toTable(['codec', 'written by', 'bytes out', 'to the smallest'], rows);
}

function toConvertTable({ bets, bytes, versions, results }: ConvertResult): string {
  const own = results.find(({ name }) => name === betlake)?.cpuSeconds ?? Number.NaN;
  const rows = results
    .toSorted((a, b) => a.cpuSeconds - b.cpuSeconds)
    .map(({ name, wallSeconds, cpuSeconds, peakMib, bytesOut, lacks, runs }) => [
      name === betlake ? `**${name}**` : name,
      showSeconds(cpuSeconds),
      `${showFigure(cpuSeconds / own)} ×`,
      showSeconds(wallSeconds),
      `${showCount(Math.round(peakMib))} MiB`,
      showMib(bytesOut),
      String(runs.length),
      lacks.join('; '),
    ]);
  const pinned = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${showCount(bets)} bets of ${days} days (${showMib(bytes)}), to a file a day:

${toTable(['', 'CPU', 'to Betlake', 'wall', 'peak memory', 'bytes out', 'runs', 'what it does otherwise'], rows)}

${pinned.join(', ')}.`;
}

function toConvertPlot({ results }: ConvertResult): Spec {
  const values = results.map(({ name, cpuSeconds }) => ({ name, cpuSeconds }));
  return {
    width: 560,
    title: 'CPU seconds for a month of bets, whole processes (logarithmic)',
    data: { values },
    encoding: {
      y: { field: 'name', type: 'nominal', sort: { field: 'cpuSeconds' }, title: null },
      x: { field: 'cpuSeconds', type: 'quantitative', scale: { type: 'log' }, title: 'CPU seconds' },
    },
    layer: [
      { mark: { type: 'bar', color: '#4c78a8' }, encoding: { x2: { datum: 0.1 } } },
      {
        mark: { type: 'text', align: 'left', dx: 4 },
        encoding: { text: { field: 'cpuSeconds', type: 'quantitative', format: '.3~r' } },
      },
    ],
  };
}
