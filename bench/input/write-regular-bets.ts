import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { datasets } from '../../glue/datasets.ts';
import { LineSplitter } from '../../lambdas/convert/split-lines.ts';
import { writeSample } from '../../sample/write-sample.ts';

export interface RegularBets {
  readonly path: string;
  readonly bets: number;
  /** The UTC days they are spread over. @default 31 */
  readonly days?: number;
}

/** Lines of a sample that are made for each one that is kept: four in a hundred are odd in some way. */
const spareRatio = 1.06;

/**
 * Writes one file of bets that every library can read: a sample's lines without what is bad, written in another
 * way or blank in it. The same arguments make the same bytes.
 *
 * @returns the file's size in bytes
 */
export async function writeRegularBets({ path, bets, days = 31 }: RegularBets): Promise<number> {
  const folder = `${path}.sample`;
  const { files } = await writeSample({
    out: folder,
    bets: Math.ceil(bets * spareRatio) + 100,
    players: Math.max(100, Math.ceil(bets / 40)),
    games: Math.max(50, Math.min(2000, Math.ceil(bets / 500))),
    days,
    start: '2021-10-01',
    seed: 1,
    files: 1,
    badRatio: 0,
  });
  const sample = join(folder, files.find(({ dataset }) => dataset === 'bets')?.path ?? '');
  const file = await open(path, 'w');
  let kept = 0;
  let bytes = 0;
  let waiting: Buffer[] = [];
  const splitter = new LineSplitter((line) => {
    const text = line.bytes.subarray(line.start, line.end);
    if (kept === bets || !isRegular.test(text.toString('latin1'))) return;
    kept++;
    waiting.push(Buffer.from(line.bytes.subarray(line.start, line.end + 1)));
  }, 64 * 1024);
  try {
    for await (const chunk of createReadStream(sample, { highWaterMark: 1024 ** 2 })) {
      splitter.push(chunk as Buffer);
      const block = Buffer.concat(waiting);
      waiting = [];
      bytes += block.length;
      await file.writeFile(block);
    }
  } finally {
    await file.close();
  }
  await rm(folder, { recursive: true, force: true });
  if (kept < bets) throw new Error(`expected ${bets} regular lines of a sample, got ${kept}`);
  return bytes;
}

/** A line as the source shows it: its columns in order, its spaces, amounts in quotes, texts not blank. */
const isRegular = new RegExp(
  `^\\{${datasets.bets.columns
    .map(
      ({ name, type }) => `"${name}": (?:null|${type.kind === 'whole' ? '-?\\d+' : '"[^"\\\\]*[^"\\\\ ]"'})`,
    )
    .join(', ')}\\}$`,
);
