import { join } from 'node:path';
import type { DatasetName } from '../glue/dataset.ts';
import { BetLines } from './bet-lines.ts';
import { formatDate } from './calendar.ts';
import { type DimensionLines, listGames, listPlayers, listPlayersLater } from './dimension-lines.ts';
import { planBetFiles, planDays } from './layout.ts';
import { type WrittenLines, writeLines } from './line-file.ts';
import { checkOptions, type SampleOptions } from './options.ts';
import { foldSeed } from './random.ts';

export type { SampleOptions } from './options.ts';

/** One file of a sample. */
export interface SampleFile extends WrittenLines {
  readonly dataset: DatasetName;
  /** Below the folder of the sample, with `/`: its landing key. */
  readonly path: string;
}

/** What a sample came to be. */
export interface SampleSummary {
  /** Players and games, then bets in the order of time. */
  readonly files: readonly SampleFile[];
  /** Lines of each data set, bad ones among them and blank ones not: for bets as many as were asked for. */
  readonly lines: Readonly<Record<DatasetName, number>>;
  readonly badLines: Readonly<Record<DatasetName, number>>;
  readonly blankLines: Readonly<Record<DatasetName, number>>;
  readonly bytes: number;
}

/**
 * Writes landing files that look like the platform's exports, oddities and bad lines among them:
 * `bets/<date>.jsonl`, `games/<start>.jsonl`, `players/<start>.jsonl` and, where there are several days,
 * a smaller players file of a later one. Names sort in the order of time.
 *
 * Equal options make equal bytes, and the bets are the same whatever number of files they are cut into.
 * Memory does not grow with the number of bets, players or games. Blank lines come on top of `bets`.
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
  const { out, startDay } = checked;
  const plan = { ...checked, seed: foldSeed(checked.seed) };
  const files: SampleFile[] = [];

  const writeDimension = async (dataset: DatasetName, day: number, lines: DimensionLines) => {
    const path = `${dataset}/${formatDate(day)}.jsonl`;
    files.push({ dataset, path, ...(await writeLines(join(out, path), lines, lines.count, 'utf8')) });
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
    const report = (lines: number) => onProgress?.({ bets: firstLine + lines });
    // Bets are ASCII but for bad bytes, and latin1 writes those as they are.
    const written = await writeLines(join(out, path), bets, endLine - firstLine, 'latin1', report);
    files.push({ dataset: 'bets', path, ...written });
  }
  return summarize(files);
}

function summarize(files: readonly SampleFile[]): SampleSummary {
  const add = (count: 'lines' | 'badLines' | 'blankLines') => {
    const sums: Record<DatasetName, number> = { bets: 0, players: 0, games: 0 };
    for (const file of files) sums[file.dataset] += file[count];
    return sums;
  };
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { files, lines: add('lines'), badLines: add('badLines'), blankLines: add('blankLines'), bytes };
}
