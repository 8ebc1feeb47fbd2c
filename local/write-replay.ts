import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { DatasetName } from '../glue/dataset.ts';
import { isDatasetName } from '../glue/datasets.ts';
import { BetlakeError } from '../lambdas/lake/errors.ts';
import { ledgerKey, toLoadId } from '../lambdas/lake/keys.ts';
import type { ObjectStore } from '../lambdas/lake/object-store.ts';
import type { LandingFile } from './find-landing-files.ts';

const correctedLine = z.object({
  dataset: z.string().refine(isDatasetName, 'expected bets, players or games'),
  landing_key: z.string().refine(isLandingKey, 'expected a landing key such as bets/2021-10-04.jsonl'),
  line_number: z.number().int().positive(),
  raw_line: z
    .string({ error: 'expected the corrected line as text' })
    .refine((line) => !/[\n]/.test(line), 'expected one line'),
});

/** Whether a text is a key whose parts are plain names: it becomes a path. */
function isLandingKey(key: string): boolean {
  const parts = key.split('/');
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\0\\]/.test(part));
  return plain && parts.length > 1 && isDatasetName(parts[0] as string);
}

type CorrectedLine = z.infer<typeof correctedLine>;

/** A landing file of corrected lines, and the original it lands beside. */
export interface ReplayFile extends LandingFile {
  readonly original: string;
  readonly lines: number;
}

/**
 * Writes corrected lines as landing files of their own below `folder`, one for each original:
 * `bets/2021-10-04.jsonl` → `bets/2021-10-04.replay-1.jsonl`, the lines in the order of their numbers. The
 * names sort after their original and before the next day's, and a later replay after an earlier one.
 *
 * @param file rows as `betlake quarantine --lines N --format json` prints them, or one a line, `raw_line` corrected
 * @throws BetlakeError naming the row that is not such a one
 */
export async function writeReplay(store: ObjectStore, folder: string, file: string): Promise<ReplayFile[]> {
  const byOriginal = new Map<string, CorrectedLine[]>();
  for (const line of await readCorrected(file)) {
    byOriginal.set(line.landing_key, [...(byOriginal.get(line.landing_key) ?? []), line]);
  }
  const written: ReplayFile[] = [];
  for (const [original, lines] of [...byOriginal].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const key = await nextReplayKey(store, original);
    const path = join(folder, ...key.split('/'));
    const sorted = lines.sort((a, b) => a.line_number - b.line_number);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, sorted.map(({ raw_line }) => `${raw_line}\n`).join(''));
    written.push({ dataset: toDataset(original), key, path, original, lines: lines.length });
  }
  return written;
}

async function readCorrected(file: string): Promise<CorrectedLine[]> {
  const text = await readFile(file, 'utf8').catch((error) => {
    throw new BetlakeError(`cannot read ${file}: ${error.message}`);
  });
  const rows = parseRows(file, text);
  return rows.map((row, index) => {
    const read = correctedLine.safeParse(row);
    if (read.success) return read.data;
    throw new BetlakeError(`${file}: row ${index + 1}: ${z.prettifyError(read.error)}`);
  });
}

function parseRows(file: string, text: string): unknown[] {
  try {
    if (text.trimStart().startsWith('[')) return JSON.parse(text) as unknown[];
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line));
  } catch (error) {
    const expected = 'expected what `betlake quarantine --lines N --format json` prints, raw_line corrected';
    throw new BetlakeError(`${file} is not JSON: ${expected}`, { cause: error });
  }
}

/** The first free number, counted so that names sort: 1 … 9, then 91 … 99, then 991 … */
async function nextReplayKey(store: ObjectStore, original: string): Promise<string> {
  const stem = original.replace(/(\.replay-\d+)?\.jsonl(\.gz)?$/i, '');
  for (let number = 1; ; number = number % 10 === 9 ? number * 10 + 1 : number + 1) {
    const key = `${stem}.replay-${number}.jsonl`;
    if (!(await store.get(ledgerKey(toDataset(key), toLoadId(key))))) return key;
  }
}

function toDataset(landingKey: string): DatasetName {
  return landingKey.slice(0, landingKey.indexOf('/')) as DatasetName;
}
