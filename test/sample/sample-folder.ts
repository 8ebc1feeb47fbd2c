import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SampledDataset } from '../../sample/bad-line.ts';
import { type SampleOptions, type SampleSummary, writeSample } from '../../sample/write-sample.ts';
import { type Row, readLine } from './grammar.ts';

/** A small sample that shows everything. */
export const small = { bets: 2000, players: 50, games: 20, days: 3, start: '2021-10-04', seed: 7 };

/** A line of a sample and the row it holds, undefined where it is bad. */
export interface ReadLine {
  readonly file: string;
  readonly line: string;
  readonly row: Row | undefined;
}

/** A sample on disk that goes when the file's tests are done. */
export interface SampleFolder {
  readonly out: string;
  readonly summary: SampleSummary;
  /** Names of a data set's files, sorted. */
  list(dataset: SampledDataset): Promise<string[]>;
  /** Bytes of a data set's files one after another, a character a byte. */
  bytes(dataset: SampledDataset): Promise<string>;
  /** All lines but blank ones. */
  read(dataset: SampledDataset): Promise<ReadLine[]>;
  digest(): Promise<string>;
}

/** Writes a sample into a folder of its own: the small one, but for what is given. */
export async function makeSample(options: Partial<SampleOptions> = {}): Promise<SampleFolder> {
  const out = await mkdtemp(join(tmpdir(), 'betlake-sample-'));
  const summary = await writeSample({ ...small, out, ...options });
  const list = async (dataset: SampledDataset) => (await readdir(join(out, dataset))).sort();
  const text = (dataset: SampledDataset, file: string, encoding: 'latin1' | 'utf8') =>
    readFile(join(out, dataset, file), encoding);
  const bytes = async (dataset: SampledDataset) => {
    const texts = [];
    for (const file of await list(dataset)) texts.push(await text(dataset, file, 'latin1'));
    return texts.join('');
  };
  const read = async (dataset: SampledDataset) => {
    const lines: ReadLine[] = [];
    for (const file of await list(dataset)) {
      for (const line of (await text(dataset, file, 'utf8')).split('\n')) {
        if (line.trim() !== '')
          lines.push({ file, line, row: line.includes('\ufffd') ? undefined : readLine(dataset, line) });
      }
    }
    return lines;
  };
  const digest = async () => {
    const hash = createHash('sha256');
    for (const dataset of ['bets', 'players', 'games'] as const) {
      hash.update((await list(dataset)).join('\n')).update(await bytes(dataset), 'latin1');
    }
    return hash.digest('hex');
  };
  return { out, summary, list, bytes, read, digest };
}
