import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { isDatasetName } from '../../glue/datasets/index.ts';
import type { DatasetName } from '../../glue/schema.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { ledgerKey, toLoadId } from '../../lambdas/core/keys.ts';
import type { ReplayOrigin } from '../../lambdas/core/landing.ts';
import { readLoadRecord } from '../../lambdas/core/ledger.ts';
import type { ObjectStore } from '../../lambdas/core/object-store.ts';
import { readReplays, replayNumbers, toOriginalKeys, toReplayKey } from '../../lambdas/core/replays.ts';
import type { LandingFile } from './find-landing-files.ts';

const correctedLine = z.object({
  dataset: z.string().refine(isDatasetName, 'expected bets, players or games'),
  landing_key: z.string().refine(isLandingKey, 'expected a landing key such as bets/2021-10-04.jsonl'),
  /** The version whose line it is. @default the current one */
  object_version: z.string().optional(),
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

export type CorrectedLine = z.infer<typeof correctedLine>;

/** A line as the view `quarantine` has it: refused, and not yet corrected. */
export type OpenLine = Pick<CorrectedLine, 'landing_key' | 'line_number'> & {
  readonly object_version: string;
  readonly raw_line: string | null;
};

/** A landing file of corrected lines, which lands beside its original. */
interface ReplayFile extends LandingFile {
  readonly replay: ReplayOrigin & { readonly lines: readonly number[] };
}

/** The outcome of a replay. */
export interface Replay {
  readonly files: readonly ReplayFile[];
  /** Lines that current replays have corrected before. */
  readonly corrected: readonly CorrectedLine[];
  /** Lines that are as they were refused. */
  readonly unchanged: readonly CorrectedLine[];
  /** Lines of a version that is not current any more. */
  readonly outdated: readonly CorrectedLine[];
}

/**
 * Writes corrected lines as landing files of their own below `folder`, one for each original, the lines in the order
 * of their numbers: `bets/2021-10-04.jsonl` → `bets/2021-10-04-replay-1.jsonl` (see lambdas/core/replays.ts). Only
 * lines that are open are replayed, so that the same corrections replayed again add nothing.
 *
 * @param open the open lines of the originals
 * @throws BetlakeError naming a line that was never refused
 */
export async function writeReplay(
  store: ObjectStore,
  folder: string,
  lines: readonly CorrectedLine[],
  open: readonly OpenLine[],
): Promise<Replay> {
  const openById = new Map(open.map((line) => [toLineId(line), line]));
  const byOriginal = new Map<string, (CorrectedLine & { readonly object_version: string })[]>();
  const replay = {
    corrected: [] as CorrectedLine[],
    unchanged: [] as CorrectedLine[],
    outdated: [] as CorrectedLine[],
  };
  for (const line of lines) {
    const before = openById.get(toLineId(line));
    if (!before) replay[await explainNotOpen(store, line)].push(line);
    else if ((line.object_version ?? before.object_version) !== before.object_version)
      replay.outdated.push(line);
    else if (line.raw_line === before.raw_line) replay.unchanged.push(line);
    else {
      const { landing_key: key, object_version } = before;
      byOriginal.set(key, [...(byOriginal.get(key) ?? []), { ...line, object_version }]);
    }
  }
  const files: ReplayFile[] = [];
  for (const [original, corrected] of [...byOriginal].sort(([a], [b]) => (a < b ? -1 : 1)))
    files.push(await writeReplayFile(store, folder, original, corrected));
  return { files, ...replay };
}

async function writeReplayFile(
  store: ObjectStore,
  folder: string,
  original: string,
  lines: readonly (CorrectedLine & { readonly object_version: string })[],
): Promise<ReplayFile> {
  const key = await nextReplayKey(store, original);
  const path = resolve(folder, ...key.split('/'));
  const sorted = lines.toSorted((a, b) => a.line_number - b.line_number);
  const text = sorted.map(({ raw_line }) => `${raw_line}\n`).join('');
  await mkdir(dirname(path), { recursive: true });
  // The name keeps the ending of its original, which links the two.
  await writeFile(path, /\.gz$/i.test(key) ? gzipSync(text) : text);
  const origin = {
    landingKey: original,
    version: sorted[0]?.object_version ?? null,
    lines: sorted.map(({ line_number }) => line_number),
  };
  return { dataset: toDataset(original), key, path, source: path, replay: origin };
}

/** Why a line is not open: it was corrected, or its file has another version by now. */
async function explainNotOpen(store: ObjectStore, line: CorrectedLine): Promise<'corrected' | 'outdated'> {
  const { landing_key, line_number, object_version } = line;
  const dataset = toDataset(landing_key);
  const original = (await readLoadRecord(store, dataset, landing_key))?.record;
  const current = original?.object_version ?? original?.error_version ?? null;
  if (current !== null && object_version !== undefined && object_version !== current) return 'outdated';
  const [root = landing_key] = toOriginalKeys(landing_key);
  for (const { record } of await readReplays(store, { dataset, landing_key: root })) {
    const { status, replay_of, replay_of_version: version, replayed_lines: replayed } = record;
    if (status === 'unloaded' || replay_of !== landing_key || version !== current) continue;
    if (replayed?.includes(line_number)) return 'corrected';
  }
  throw new BetlakeError(
    `${landing_key} has no refused line ${line_number}; list the open lines with: betlake quarantine --lines 1000 --format json`,
  );
}

function toLineId({ landing_key, line_number }: Pick<OpenLine, 'landing_key' | 'line_number'>): string {
  return `${line_number} ${landing_key}`;
}

/**
 * Reads corrected lines: rows as `betlake quarantine --lines N --format json` prints them, or one a line, with
 * `raw_line` corrected.
 *
 * @throws BetlakeError naming the row that is not such a one
 */
export async function readCorrectedLines(file: string): Promise<CorrectedLine[]> {
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
    const expected =
      'expected the output of `betlake quarantine --lines N --format json`, with raw_line corrected';
    throw new BetlakeError(`${file} is not JSON: ${expected}`, { cause: error });
  }
}

/** The key with the first free number. */
async function nextReplayKey(store: ObjectStore, original: string): Promise<string> {
  for (const number of replayNumbers()) {
    const key = toReplayKey(original, number);
    if (!(await store.get(ledgerKey(toDataset(key), toLoadId(key))))) return key;
  }
  throw new Error('numbers have no end');
}

function toDataset(landingKey: string): DatasetName {
  return landingKey.slice(0, landingKey.indexOf('/')) as DatasetName;
}
