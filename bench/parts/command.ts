import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Part } from '../harness/bench.ts';
import { measureProcess } from '../harness/measure-process.ts';
import { type Contestant, type RaceResult, race } from '../harness/race.ts';
import { showAim, showCount, showSeconds, toTable } from '../harness/write-document.ts';
import { writeRegularBets } from '../input/write-regular-bets.ts';

interface CommandResult {
  readonly results: readonly RaceResult[];
}

const betlake = fileURLToPath(new URL('../../bin/betlake.js', import.meta.url));
const start = '`betlake --help`';
const aimSeconds = 0.25;

/** What a command takes before and beside its work: little work, whole processes. */
export const command: Part<CommandResult> = {
  name: 'command',
  async measure(bench) {
    const bets = join(bench.work, 'bets', 'hundred.jsonl');
    const empty = join(bench.work, 'empty', 'bets.jsonl');
    for (const path of [bets, empty]) await mkdir(dirname(path), { recursive: true });
    await writeRegularBets({ path: bets, bets: 100, days: 1 });
    await writeFile(empty, '');
    const lake = join(bench.work, 'lake');
    const usageFile = join(bench.work, 'usage.jsonl');
    await measureProcess({ program: 'node', args: [betlake, 'ingest', bets, '--lake', lake] }, usageFile);

    const own = (
      name: string,
      args: (folder: string) => readonly string[],
      expected: string,
    ): Contestant => ({
      name,
      command: (folder) => ({ program: 'node', args: args(folder) }),
      async check(_, stdout) {
        if (!stdout.includes(expected)) throw new Error(`expected ${expected} in the output, got ${stdout}`);
        return stdout.length;
      },
    });
    const ingest = (path: string) => (folder: string) => [
      betlake,
      'ingest',
      path,
      '--lake',
      join(folder, 'lake'),
    ];
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    const results = await race(bench, 'starts', [
      own('Node with nothing to do', () => ['-e', '0'], ''),
      own('`betlake --version`', () => [betlake, '--version'], version),
      own(start, () => [betlake, '--help'], 'Commands:'),
      own('`betlake query "select 1"`', () => [betlake, 'query', 'select 1 as one', '--lake', lake], 'one'),
      own('`betlake ingest`, an empty file', ingest(empty), 'loaded'),
      own('`betlake ingest`, 100 bets of a day', ingest(bets), 'loaded'),
    ]);
    return { results };
  },
  tables: (result) => ({ command: toCommandTable(result) }),
  plots: () => ({}),
};

function toCommandTable({ results }: CommandResult): string {
  const table = toTable(
    ['', 'CPU', 'wall', 'peak memory', 'runs'],
    results.map(({ name, cpuSeconds, wallSeconds, peakMib, runs }) => [
      name,
      showSeconds(cpuSeconds),
      showSeconds(wallSeconds),
      `${showCount(Math.round(peakMib))} MiB`,
      String(runs.length),
    ]),
  );
  const { cpuSeconds = Number.NaN, wallSeconds = Number.NaN } =
    results.find(({ name }) => name === start) ?? {};
  return `${table}

Aim: a start within ${aimSeconds} s of CPU and of wall: ${showAim(Math.max(cpuSeconds, wallSeconds) <= aimSeconds)}.`;
}
