import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inject } from 'vitest';
import { type SampleOptions, writeSample } from '../../sample/write-sample.ts';
import { makeBrokenFile, toBet, toLines } from '../aws/deployment/landing-files.ts';

/** A file of the burst. */
export interface BurstFile {
  readonly key: string;
  /** As it lands. */
  readonly content: Buffer;
  /** What it holds; undefined where none of it may count. */
  readonly inflated?: Buffer;
}

/** Files that land together: those of the first half, and those that follow. */
export interface Burst {
  readonly first: readonly BurstFile[];
  readonly second: readonly BurstFile[];
}

/** Two months of bets, each day cut into many files; late bets of the day before among them. */
const small: Omit<SampleOptions, 'out'> = {
  bets: 60_000,
  players: 2000,
  games: 200,
  days: 60,
  start: '2021-09-01',
  seed: 23,
  badRatio: 0.005,
};
/** Three days more, a file each. */
const large = { ...small, bets: 60_000, days: 3, start: '2021-11-15', seed: 24 };
/** Files of a day that is cut: they grow by a fifth, from a few lines to hundreds. */
const filesADay = 32;
const growth = 1.2;

/** Of each kind that is bad as a whole: five in a hundred together. */
const badOfAKind = 25;
const doubledCount = 20;

/**
 * 2,000 files and some more puts: of one line to 20,000, every third compressed; among them, as often as five in
 * a hundred, cut ones, empty ones, ones of which every line is bad, and ones under a name that no data set takes;
 * copies under another name; and files that are overwritten or put again. They come in the order of their keys, as
 * when a folder is copied: day by day.
 */
export async function makeBurst(): Promise<Burst> {
  const cut = await readSample(small);
  const files = [
    ...cut.filter(({ key }) => key.startsWith('bets/')).flatMap(cutDay),
    ...cut.filter(({ key }) => !key.startsWith('bets/')),
    ...(await readSample(large)),
    ...makeBadFiles(),
  ];
  const ordered = files.sort((a, b) => (a.key < b.key ? -1 : 1));
  const half = Math.floor(ordered.length / 2);
  const [first, second] = [ordered.slice(0, half), ordered.slice(half)];
  const good = first.filter(({ key, inflated }) => key.endsWith('.jsonl') && inflated?.length);
  const overwritten = good.slice(0, doubledCount);
  const copied = good.slice(doubledCount, 2 * doubledCount);
  return {
    first: first.map((file) => (overwritten.includes(file) ? withGhost(file) : file)),
    second: [
      ...second,
      ...overwritten,
      // Its rows are those of another file: none may count twice.
      ...copied.map((file) => ({ ...file, key: file.key.replace('/', '/copies/') })),
      // What has landed lands again, as it was.
      ...copied,
    ],
  };
}

async function readSample(options: Omit<SampleOptions, 'out'>): Promise<BurstFile[]> {
  const out = await mkdtemp(join(inject('folder'), 'sample-'));
  const { files } = await writeSample({ ...options, out });
  return Promise.all(files.map(async ({ path }) => toPlainFile(path, await readFile(join(out, path)))));
}

function toPlainFile(key: string, content: Buffer): BurstFile {
  return { key, content, inflated: content };
}

/** Cuts a day's file between its lines. */
function cutDay({ key, content }: BurstFile): BurstFile[] {
  const total = (growth ** filesADay - 1) / (growth - 1);
  const files: BurstFile[] = [];
  let from = 0;
  for (let at = 0; at < filesADay; at++) {
    const share = (growth ** (at + 1) - 1) / (growth - 1) / total;
    const end = content.indexOf(0x0a, Math.max(from, Math.floor(content.length * share) - 1));
    const to = at === filesADay - 1 || end < 0 ? content.length : end + 1;
    const bytes = content.subarray(from, to);
    const name = key.replace('.jsonl', `/${String(at).padStart(2, '0')}.jsonl`);
    files.push(
      at % 3 === 1
        ? { key: `${name}.gz`, content: gzipSync(bytes), inflated: bytes }
        : toPlainFile(name, bytes),
    );
    from = to;
  }
  return files;
}

/** Bad files of every kind, on every other day. */
function makeBadFiles(): BurstFile[] {
  return Array.from({ length: badOfAKind }, (_, at): BurstFile[] => {
    const folder = `bets/${toDay(at)}`;
    return [
      { key: `${folder}/cut.jsonl.gz`, content: makeBrokenFile() },
      { key: `${folder}/unsupported.csv`, content: Buffer.from('bet_id,bet_dt\n1,2021-09-01\n') },
      toPlainFile(`${folder}/empty.jsonl`, Buffer.alloc(0)),
      toPlainFile(`${folder}/garbage.jsonl`, Buffer.from(`{"bet_id": ${at}\n\n\xff\n[]\n`, 'latin1')),
    ];
  }).flat();
}

function toDay(at: number): string {
  const start = Date.parse(small.start);
  return new Date(start + at * 2 * 86_400_000).toISOString().slice(0, 10);
}

/** The file with a bet more, of a day that has no other: overwritten, it may count no more. */
function withGhost({ key, content }: BurstFile): BurstFile {
  const ghost = Buffer.from(toLines([toBet(8_000_000_000, '2022-01-15')]));
  return toPlainFile(key, Buffer.concat([ghost, content]));
}
