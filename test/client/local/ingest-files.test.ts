import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { findLandingFiles } from '../../../client/local/find-landing-files.ts';
import { type FileLoad, type IngestOptions, ingestFiles } from '../../../client/local/ingest-files.ts';
import { findGoneFiles, readKnownFiles } from '../../../client/local/known-files.ts';
import { refreshInvalidDays } from '../../../client/local/refresh-invalid-days.ts';
import { type CorrectedLine, type OpenLine, writeReplay } from '../../../client/local/write-replay.ts';
import { badLine, game, monday, player, stake, sunday } from '../../faults/rows.ts';
import { makeFolder, TempLake } from './temp-lake.ts';

/** A folder with a lake in it, and files beside the lake. */
class Place {
  readonly folder: string;
  readonly lake: TempLake;

  constructor(folder: string) {
    this.folder = folder;
    this.lake = new TempLake(join(folder, 'lake'));
  }

  async write(name: string, ...lines: readonly (object | string)[]): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    await writeFile(path, texts.map((text) => `${text}\n`).join(''));
    return path;
  }

  async ingest(name: string, options: IngestOptions = {}): Promise<readonly FileLoad[]> {
    const known = await readKnownFiles(this.lake.folder);
    const { files } = await findLandingFiles([join(this.folder, name)], { lake: this.lake.folder, known });
    return this.lake.write({}, async (lake) => {
      const loads: FileLoad[] = [];
      for await (const load of ingestFiles(lake, files, options)) loads.push(load);
      await refreshInvalidDays(lake);
      return loads;
    });
  }

  async findGone(name: string): Promise<string[]> {
    const known = await readKnownFiles(this.lake.folder);
    const found = await findLandingFiles([join(this.folder, name)], { lake: this.lake.folder, known });
    return (await findGoneFiles(known, found)).map(({ key }) => key);
  }

  async countBets(): Promise<unknown> {
    const [row] = await this.lake.rows('select cast(sum(bets_count) as bigint) as n from activity_yearly');
    return row?.n;
  }
}

async function makePlace(): Promise<Place> {
  return new Place(await realpath(await makeFolder()));
}

describe('a new version that drops what a correction would keep', () => {
  test('of all dates is loaded only with replace, and otherwise the former rows stay', async () => {
    const place = await makePlace();
    await place.write('bets.json', stake(1), stake(2, sunday));
    await place.ingest('');
    const path = await place.write('bets.json', stake(3, '2021-10-05'));
    for (let times = 0; times < 2; times++) {
      const [load] = await place.ingest('');
      expect(load).toMatchObject({
        status: 'failed',
        error: `bets/bets.json: the lake has 2 rows of 2021-10-03 to 2021-10-04 of this key, and ${path} now has 1 row of 2021-10-05, none of the same date. The lake keeps its rows. If it is a correction, ingest it with --replace; if it is the next export, give it a name of its own such as bets-2021-10-05.json`,
        record: { error_code: 'not_replaced', accepted: 2, dates: [sunday, monday] },
      });
      expect(await place.countBets()).toBe(2n);
    }
    expect(await place.ingest('', { replace: true })).toMatchObject([{ status: 'replaced' }]);
    expect(await place.countBets()).toBe(1n);
  });

  test.each([
    ['bets/day.jsonl', stake(1), []],
    ['bets/day.jsonl', stake(1), ['', '  ']],
    ['players/p.jsonl', player('P1'), []],
    ['games/g.jsonl', game(1), ['']],
  ])('of all rows is not loaded either: %s', async (name, row, lines) => {
    const place = await makePlace();
    await place.write(name, row);
    await place.ingest('');
    await place.write(name, ...lines);
    const [load] = await place.ingest('');
    expect(load).toMatchObject({ status: 'failed', record: { accepted: 1 } });
    expect(load?.error).toContain('now has none. The lake keeps its rows.');
    expect(await place.ingest('', { replace: true })).toMatchObject([{ status: 'replaced' }]);
  });

  test('is loaded where it keeps a date, or is of players, whose rows have the day of their file', async () => {
    const place = await makePlace();
    await place.write('bets.json', stake(1), stake(2, sunday));
    await place.write('players-2021-10-04.json', player('P1'));
    await place.ingest('');
    await place.write('bets.json', stake(3));
    await place.write('players-2021-10-04.json', player('P2'));
    expect(await place.ingest('')).toMatchObject([{ status: 'replaced' }, { status: 'replaced' }]);
  });

  test('is loaded where nothing had been accepted before', async () => {
    const place = await makePlace();
    await place.write('bets.json', '');
    await place.ingest('');
    await place.write('bets.json', stake(1));
    expect(await place.ingest('')).toMatchObject([{ status: 'replaced' }]);
  });
});

describe('a file of another path under the same key', () => {
  test('replaces it as on S3, which is noted while the other one is still there', async () => {
    const place = await makePlace();
    const first = await place.write('1/bets/a.jsonl', stake(1));
    const second = await place.write('2/bets/a.jsonl', stake(1), stake(2));
    await place.ingest('1');
    const [load] = await place.ingest('2');
    expect(load).toMatchObject({ status: 'replaced', record: { source: second } });
    expect(load?.notes).toEqual([
      `bets/a.jsonl: ${second} replaced what ${first} had loaded under this key; to keep both, rename one or move it to another folder, then ingest both`,
    ]);
    await rm(second);
    expect(await place.ingest('1')).toMatchObject([{ status: 'replaced', notes: [] }]);
  });

  test('with the same content is the file that was moved', async () => {
    const place = await makePlace();
    await place.write('1/bets/a.jsonl', stake(1));
    await place.ingest('1');
    await rename(join(place.folder, '1'), join(place.folder, '2'));
    const source = join(place.folder, '2/bets/a.jsonl');
    expect(await place.ingest('')).toMatchObject([{ status: 'unchanged', record: { source } }]);
    expect(await place.findGone('')).toEqual([]);
  });
});

test('a file keeps its key when the lake is moved, though another would be made for it now', async () => {
  const place = await makePlace();
  await place.write('data/bets.json', stake(1));
  await place.ingest('');
  const moved = new Place(join(place.folder, 'data'));
  await rename(place.lake.folder, moved.lake.folder);
  expect(await moved.ingest('')).toMatchObject([
    { file: { key: 'bets/data/bets.json' }, status: 'unchanged' },
  ]);
});

test('files that are gone from a folder are named, not those elsewhere, without rows, or unloaded', async () => {
  const place = await makePlace();
  for (const name of ['in/bets/a.jsonl', 'in/bets/b.jsonl', 'in/bets/c.jsonl', 'other/bets/d.jsonl'])
    await place.write(name, stake(1));
  await place.write('in/bets/e.jsonl', '');
  await place.ingest('');
  for (const name of ['in/bets/a.jsonl', 'in/bets/e.jsonl', 'other/bets/d.jsonl'])
    await rm(join(place.folder, name));
  expect(await place.findGone('in')).toEqual(['bets/a.jsonl']);
  expect(await place.findGone('in/bets/b.jsonl')).toEqual([]);
  expect(new Set(await place.findGone(''))).toEqual(new Set(['bets/a.jsonl', 'bets/d.jsonl']));
});

describe('a replay', () => {
  const openSql = 'select landing_key, object_version, line_number, raw_line from quarantine order by all';
  async function readOpen({ lake }: Place): Promise<OpenLine[]> {
    const rows = await lake.rows(openSql);
    return rows.map((row) => ({ ...row, line_number: Number(row.line_number) })) as unknown as OpenLine[];
  }
  const mend = (line: OpenLine, text: string): CorrectedLine => ({
    ...line,
    dataset: 'bets',
    raw_line: line.raw_line?.replace('12.505', text) ?? '',
  });

  async function replay(place: Place, lines: readonly CorrectedLine[]) {
    const open = await readOpen(place);
    return place.lake.write({}, async (lake) => {
      const written = await writeReplay(lake.store, join(lake.store.root, 'landing'), lines, open);
      const loads: FileLoad[] = [];
      for await (const load of ingestFiles(lake, written.files)) loads.push(load);
      await refreshInvalidDays(lake);
      return { ...written, loads };
    });
  }

  test('leaves open the lines that it does not correct, and those that are refused again', async () => {
    const place = await makePlace();
    await place.write(
      'bets/a.jsonl',
      stake(1),
      badLine,
      badLine.replace('99', '98'),
      badLine.replace('99', '97'),
    );
    await place.ingest('');
    const [first, second, third] = (await readOpen(place)) as [OpenLine, OpenLine, OpenLine];
    const lines = [mend(second, '12.5x'), mend(first, '12.50'), mend(third, '12.505')];
    const { loads, unchanged, files } = await replay(place, lines);
    expect(unchanged).toHaveLength(1);
    expect(files).toMatchObject([{ key: 'bets/a-replay-1.jsonl', replay: { lines: [2, 3] } }]);
    expect(loads).toMatchObject([
      { status: 'loaded', record: { accepted: 1, quarantined: 1, replayed_lines: [2, 3] } },
    ]);
    expect(await readOpen(place)).toMatchObject([
      { landing_key: 'bets/a-replay-1.jsonl', line_number: 2 },
      { landing_key: 'bets/a.jsonl', line_number: 4 },
    ]);

    // What the replay still has refused is mended in one more, and all goes with the original's next version.
    const [still] = (await readOpen(place)) as [OpenLine];
    const next = await replay(place, [
      { ...mend(still, ''), raw_line: still.raw_line?.replace('12.5x', '12.52') ?? '' },
    ]);
    expect(next.files).toMatchObject([
      { key: 'bets/a-replay-2.jsonl', replay: { landingKey: 'bets/a-replay-1.jsonl' } },
    ]);
    expect(await readOpen(place)).toMatchObject([{ landing_key: 'bets/a.jsonl', line_number: 4 }]);
    expect(await place.countBets()).toBe(3n);
    expect((await replay(place, lines)).corrected).toHaveLength(2);

    await place.write('bets/a.jsonl', stake(1), stake(2));
    const [load] = await place.ingest('bets');
    expect(load?.notes).toHaveLength(2);
    expect(await place.countBets()).toBe(2n);
    expect((await replay(place, lines)).outdated).toHaveLength(3);
  });

  test('of a file in gzip is in gzip, so that their names link the two', async () => {
    const place = await makePlace();
    await place.write('bets/a.json.gz', stake(1), badLine);
    await place.ingest('');
    const { files } = await replay(
      place,
      (await readOpen(place)).map((line) => mend(line, '1.50')),
    );
    expect(files).toMatchObject([{ key: 'bets/a-replay-1.json.gz' }]);
    expect(gunzipSync(await readFile(files[0]?.path ?? '')).toString()).toContain('"1.50"');
    expect(await place.countBets()).toBe(2n);
  });

  test('of a line that was never refused fails', async () => {
    const place = await makePlace();
    await place.write('bets/a.jsonl', stake(1), badLine);
    await place.ingest('');
    const [line] = (await readOpen(place)) as [OpenLine];
    await expect(replay(place, [{ ...mend(line, '1.50'), line_number: 1 }])).rejects.toThrow(
      'bets/a.jsonl has no refused line 1',
    );
  });
});
