import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SampledDataset } from './bad-line.ts';
import { BetLines } from './bet-lines.ts';
import { formatDate } from './calendar.ts';
import {
  type DimensionLines,
  listGames,
  listPlayers,
  listPlayersAtOnce,
  listPlayersLater,
} from './dimension-lines.ts';
import { planBetFiles, planDays } from './layout.ts';
import { type LineFormat, type WrittenLines, writeLines } from './line-file.ts';
import { type CheckedOptions, checkOptions, type SampleOptions } from './options.ts';
import { foldSeed } from './random.ts';
import { reverseLines } from './reverse-lines.ts';

export type { SampleOptions } from './options.ts';

const dimensionFormat: LineFormat = { encoding: 'utf8' };
/** Bets are ASCII but for bad bytes, and latin1 writes those as they are. */
const betFormat: LineFormat = { encoding: 'latin1' };

/** One file of a sample. */
interface SampleFile extends WrittenLines {
  readonly dataset: SampledDataset;
  /** Below the folder of the sample, with `/`. */
  readonly path: string;
}

/** What was written. */
export interface SampleSummary {
  /** Players and games, then bets in the order of time. */
  readonly files: readonly SampleFile[];
  /** Lines of each data set, bad ones among them and blank ones not: for bets as many as the options give. */
  readonly lines: Readonly<Record<SampledDataset, number>>;
  readonly badLines: Readonly<Record<SampledDataset, number>>;
  readonly blankLines: Readonly<Record<SampledDataset, number>>;
  readonly bytes: number;
}

/**
 * Writes landing files that look like the platform's exports, oddities and bad lines among them. Laid out as folders:
 * `bets/<date>.jsonl`, `games/<start>.jsonl`, `players/<start>.jsonl` and, where there are several days,
 * a smaller players file of a later one; names sort in the order of time. Laid out flat: `bets.json`, `players.json`
 * and `games.json`, bets newest first.
 *
 * Equal options make equal bytes, and the bets are the same whatever number of files they are cut into.
 * Memory does not grow with the number of players, games or days. Blank lines come on top of `bets`.
 * Files of the same name are written over; others in the folder stay.
 *
 * @param onProgress called after each chunk of bets with the number of lines so far
 * @throws Error for options that make no sense, before anything is written
 */
export async function writeSample(
  options: SampleOptions,
  onProgress?: (done: { bets: number }) => void,
): Promise<SampleSummary> {
  const checked = checkOptions(options);
  const plan = { ...checked, seed: foldSeed(checked.seed) };
  const report = (bets: number) => onProgress?.({ bets });
  return summarize(await (checked.layout === 'flat' ? writeFlat(plan, report) : writeFolders(plan, report)));
}

type Report = (bets: number) => void;

async function writeFolders(plan: CheckedOptions, report: Report): Promise<SampleFile[]> {
  const { out, startDay } = plan;
  const files: SampleFile[] = [];
  const writeDimension = async (dataset: SampledDataset, day: number, lines: DimensionLines) => {
    const path = `${dataset}/${formatDate(day)}.jsonl`;
    files.push({
      dataset,
      path,
      ...(await writeLines(join(out, path), lines, lines.count, dimensionFormat)),
    });
  };
  await writeDimension('players', startDay, listPlayers(plan));
  if (plan.days > 1) {
    const laterDay = startDay + Math.max(1, Math.floor(plan.days / 2));
    await writeDimension('players', laterDay, listPlayersLater(plan));
  }
  await writeDimension('games', startDay, listGames(plan));

  const days = planDays(plan.bets, plan.days, startDay);
  const bets = new BetLines({ ...plan, days });
  for (const { name, firstLine, endLine } of planBetFiles(days, plan.files)) {
    const path = `bets/${name}`;
    const count = endLine - firstLine;
    const reportLines = (lines: number) => report(firstLine + lines);
    const written = await writeLines(join(out, path), bets, count, betFormat, reportLines);
    files.push({ dataset: 'bets', path, ...written });
  }
  return files;
}

async function writeFlat(plan: CheckedOptions, report: Report): Promise<SampleFile[]> {
  const { out, startDay } = plan;
  const files: SampleFile[] = [];
  const players = plan.days > 1 ? listPlayersAtOnce(plan) : listPlayers(plan);
  for (const [dataset, lines] of [['players', players] as const, ['games', listGames(plan)] as const]) {
    const path = `${dataset}.json`;
    const format = { ...dimensionFormat, endsLast: false };
    files.push({ dataset, path, ...(await writeLines(join(out, path), lines, lines.count, format)) });
  }
  const path = 'bets.json';
  const oldestFirst = join(out, `${path}.part`);
  const bets = new BetLines({ ...plan, days: planDays(plan.bets, plan.days, startDay) });
  const written = await writeLines(oldestFirst, bets, plan.bets, betFormat, report);
  const bytes = await reverseLines(oldestFirst, join(out, path));
  await rm(oldestFirst);
  files.push({ dataset: 'bets', path, ...written, bytes });
  return files;
}

function summarize(files: readonly SampleFile[]): SampleSummary {
  const add = (count: 'lines' | 'badLines' | 'blankLines') => {
    const sums: Record<SampledDataset, number> = { bets: 0, players: 0, games: 0 };
    for (const file of files) sums[file.dataset] += file[count];
    return sums;
  };
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { files, lines: add('lines'), badLines: add('badLines'), blankLines: add('blankLines'), bytes };
}
