import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { runBetlake } from '../../bin/run-betlake.ts';
import { findChromium } from './find-chromium.ts';
import { startExplore } from './start-explore.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A lake of sample data, and where it is explored. */
    lake: string;
    address: string;
    /** A lake of games alone. */
    emptyLake: string;
  }
}

/** Makes the lakes, and explores the full one for all files of tests. */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  await findChromium();
  const folder = await mkdtemp(join(tmpdir(), 'betlake-page-'));
  const [landing, lake, emptyLake] = ['landing', 'lake', 'empty'].map((name) => join(folder, name));
  if (!landing || !lake || !emptyLake) throw new Error('no folders');
  const sample = ['--bets', '20000', '--players', '600', '--games', '80', '--days', '20', '--files', '3'];
  await must('sample', '--out', landing, '--start', '2021-12-20', '--bad-ratio', '0.01', ...sample);
  await must('ingest', landing, '--lake', lake);
  await must('ingest', join(landing, 'games'), '--lake', emptyLake);
  const explore = await startExplore(lake);
  provide('lake', lake);
  provide('emptyLake', emptyLake);
  provide('address', explore.address);
  return async () => {
    await explore.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function must(...args: string[]): Promise<void> {
  const { code, stderr } = await runBetlake(...args);
  if (code !== 0) throw new Error(`betlake ${args.join(' ')} ended with ${code}: ${stderr}`);
}
