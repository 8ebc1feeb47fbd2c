import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { writeSample } from '../../sample/write-sample.ts';
import { makeFolder } from '../client/local/temp-lake.ts';

const sample = { players: 50_000, games: 2_000, days: 3, start: '2021-10-04', seed: 1, files: 1 };

/** Runs a script of this folder; gives what it printed. */
async function runChild<T>(script: string, ...args: string[]): Promise<T> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', path, ...args]);
  return JSON.parse(stdout);
}

interface Ingested {
  readonly lines: number;
  readonly accepted: number;
  readonly days: readonly string[];
  readonly peakMib: number;
}

interface Measured {
  readonly rows: number;
  readonly cpuSeconds: number;
}

test('3,000,000 bets in one file are ingested and rolled up in less than 700 MiB', async () => {
  const landing = await makeFolder();
  await writeSample({ ...sample, out: landing, bets: 3_000_000 });
  const ingested = await runChild<Ingested>('ingest-child.ts', await makeFolder(), landing);
  console.log(ingested);
  expect(ingested.lines).toBeGreaterThan(3_000_000);
  expect(ingested.accepted).toBeGreaterThan(2_900_000);
  expect(ingested.days).toHaveLength(3);
  expect(ingested.peakMib).toBeLessThan(700);
});

test('conversion with every check takes less CPU than read_json without any', async () => {
  const landing = await makeFolder();
  const { files } = await writeSample({ ...sample, out: landing, bets: 500_000 });
  const path = files.find(({ dataset }) => dataset === 'bets')?.path ?? '';
  const ratios: number[] = [];
  for (let run = 0; run < 3; run++) {
    const { checked, unchecked } = await runChild<Record<'checked' | 'unchecked', Measured>>(
      'convert-child.ts',
      join(landing, path),
      await makeFolder(),
    );
    expect(checked.rows).toBeGreaterThan(490_000);
    expect(unchecked.rows).toBeGreaterThan(490_000);
    ratios.push(checked.cpuSeconds / unchecked.cpuSeconds);
    console.log({ checked, unchecked, ratio: ratios.at(-1) });
  }
  const [, median = Number.POSITIVE_INFINITY] = ratios.toSorted((a, b) => a - b);
  expect(median).toBeLessThan(0.9);
});
