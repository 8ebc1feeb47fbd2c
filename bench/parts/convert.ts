import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { datasets } from '../../glue/datasets.ts';
import { bundleProgram } from '../betlake/bundle.ts';
import type { Bench, Part } from '../harness/bench.ts';
import {
  installNodePeers,
  installPythonPeers,
  peerPath,
  readPeerVersions,
} from '../harness/install-peers.ts';
import type { Spec } from '../harness/plot.ts';
import { type Contestant, race, type Standing } from '../harness/race.ts';
import { showCount, showFigure, showMib, showSeconds, toTable } from '../harness/table.ts';
import { type BetsSummary, summarizeLines, summarizeParquet } from '../input/summarize-bets.ts';
import { writeRegularBets } from '../input/write-regular-bets.ts';

interface ConvertResult {
  readonly bets: number;
  readonly bytes: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly standings: readonly Standing[];
}

const betlake = 'Betlake';
const floor = 'DuckDB, nothing checked';
const days = 31;

/** One file of bets of a month to a Parquet file a day: Betlake and others that could do it. */
export const convert: Part<ConvertResult> = {
  name: 'convert',
  async measure(bench) {
    const bets = bench.scale(1_000_000);
    bench.say('installing what Betlake is measured beside');
    await installNodePeers();
    const python = await installPythonPeers();
    bench.say(`writing ${showCount(bets)} bets`);
    const path = join(bench.work, 'bets.jsonl');
    const bytes = await writeRegularBets({ path, bets, days });
    const contestants = await listContestants(bench, path, await summarizeLines(path), python);
    const standings = await race(bench, `${showCount(bets)} bets`, contestants);
    return { bets, bytes, versions: await readPeerVersions(), standings };
  },
  tables: (result) => ({ convert: toConvertTable(result) }),
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
    return sumParquetBytes(folder);
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
  const own = (name: string, script: readonly string[], ...lacks: string[]): Contestant => ({
    name,
    lacks,
    command: (folder) => ({ program: 'node', args: [...script, path, join(folder, 'lake')] }),
    check: check('lake/curated/bets/files/**/*.parquet'),
  });

  const source = new URL('../betlake/convert.ts', import.meta.url).pathname;
  const inJavaScript = [
    own(betlake, [await bundleProgram('convert.ts')]),
    own(`${betlake}, from source`, ['--import', 'tsx', source], 'the same, compiled as it starts'),
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

function expectSame(got: BetsSummary, expected: BetsSummary): void {
  const wrong = expected.findIndex((line, at) => line !== got[at]);
  if (wrong >= 0) throw new Error(`expected\n${expected[wrong]}\ngot\n${got[wrong]}`);
  if (got.length !== expected.length) throw new Error(`expected ${expected.length} days, got ${got.length}`);
}

async function sumParquetBytes(folder: string): Promise<number> {
  let sum = 0;
  for (const file of await readdir(folder, { recursive: true })) {
    if (file.endsWith('.parquet')) sum += (await stat(join(folder, file))).size;
  }
  return sum;
}

function toConvertTable({ bets, bytes, versions, standings }: ConvertResult): string {
  const own = standings.find(({ name }) => name === betlake)?.cpuSeconds ?? Number.NaN;
  const rows = standings
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

function toConvertPlot({ standings }: ConvertResult): Spec {
  const values = standings.map(({ name, cpuSeconds }) => ({ name, cpuSeconds }));
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
