import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StaleObjectError } from '../../lambdas/core/errors.ts';
import type { ListedObject, ObjectStore } from '../../lambdas/core/object-store.ts';

/** A store to try, empty at first. */
export interface StoreUnderTest {
  readonly store: ObjectStore;
  /** A folder for the files that tests put, on the same file system as the store where that matters. */
  readonly path: string;
  clean(): Promise<void>;
}

/**
 * What every store of a lake must do.
 *
 * Two puts of the same bytes may give the same ETag: whoever rests a put on an ETag must write bytes that
 * were never written under that key before. The contract claims nothing else about ETags.
 */
export function describeObjectStoreContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the contract of an object store`, () => {
    let tried: StoreUnderTest;
    let store: ObjectStore;

    beforeEach(async () => {
      tried = await make();
      store = tried.store;
    });
    afterEach(() => tried.clean());

    const writeLocal = async (content: string | Buffer) => {
      const path = join(await mkdtemp(join(tried.path, 'file-')), 'content');
      await writeFile(path, content);
      return path;
    };
    const readCheckedOut = async (keys: readonly string[]) => {
      const paths = await store.checkout(keys);
      return Promise.all(paths.map((path) => readFile(path, 'utf8')));
    };
    const listKeys = async (prefix: string) => (await listAll(store, prefix)).map((object) => object.key);
    const read = async (key: string) => (await store.get(key))?.body.toString('utf8');

    describe('get', () => {
      it('returns undefined where there is no object', async () => {
        expect(await store.get('loads/bets/nothing.json')).toBeUndefined();
      });

      it('gives the bytes as they were put, and the ETag that the put gave', async () => {
        const body = Buffer.from([0, 0xff, 0xfe, 10, 13, 0x80]);
        const etag = await store.put('loads/bets/bytes.json', body, undefined);
        expect(await store.get('loads/bets/bytes.json')).toEqual({ body, etag });
      });

      it('gives an empty object as empty, not as absent', async () => {
        await store.put('loads/bets/empty.json', '', undefined);
        expect(await read('loads/bets/empty.json')).toBe('');
      });
    });

    describe('put', () => {
      const key = 'curated/bets/manifest/dt=2021-10-04/symlink.txt';

      it('creates once: the second that expects nothing is refused', async () => {
        await store.put(key, 'first', undefined);
        const refused = store.put(key, 'second', undefined);
        await expect(refused).rejects.toThrow(StaleObjectError);
        await expect(refused).rejects.toMatchObject({ key });
        expect(await read(key)).toBe('first');
      });

      it('replaces what was read', async () => {
        const first = await store.put(key, 'first', undefined);
        const second = await store.put(key, 'second', first);
        expect(second).not.toBe(first);
        expect(await store.get(key)).toEqual({ body: Buffer.from('second'), etag: second });
      });

      it('is refused on an ETag that is no longer current', async () => {
        const first = await store.put(key, 'first', undefined);
        await store.put(key, 'second', first);
        await expect(store.put(key, 'third', first)).rejects.toThrow(StaleObjectError);
        expect(await read(key)).toBe('second');
      });

      it('is refused on an ETag where there is no object', async () => {
        const etag = await store.put(key, 'first', undefined);
        await expect(store.put('loads/bets/other.json', 'x', etag)).rejects.toThrow(StaleObjectError);
        expect(await store.get('loads/bets/other.json')).toBeUndefined();
      });

      it('is refused on an ETag whose object was deleted, and creates again without one', async () => {
        const etag = await store.put(key, 'first', undefined);
        await store.delete([key]);
        await expect(store.put(key, 'second', etag)).rejects.toThrow(StaleObjectError);
        await store.put(key, 'third', undefined);
        expect(await read(key)).toBe('third');
      });

      it('takes the same bytes again', async () => {
        const first = await store.put(key, 'same', undefined);
        const second = await store.put(key, 'same', first);
        expect((await store.get(key))?.etag).toBe(second);
      });

      it('lets exactly one of twenty create', async () => {
        const puts = Array.from({ length: 20 }, (_, i) => store.put(key, `writer ${i}`, undefined));
        await expectOneWinner(puts, () => read(key));
      });

      it('lets exactly one of twenty replace', async () => {
        const etag = await store.put(key, 'before', undefined);
        const puts = Array.from({ length: 20 }, (_, i) => store.put(key, `writer ${i}`, etag));
        await expectOneWinner(puts, () => read(key));
      });
    });

    describe('putFile and checkout', () => {
      const key = 'curated/bets/files/2021-10-04/0a1b.20211005.parquet';

      it('give back equal bytes', async () => {
        const content = Buffer.alloc(300_000, Buffer.from([0, 1, 2, 0xff]));
        await store.putFile(key, await writeLocal(content));
        const [path = ''] = await store.checkout([key]);
        expect((await readFile(path)).equals(content)).toBe(true);
      });

      it('give back many, one of them empty, in the order of the keys given', async () => {
        const keys = ['c', 'a', 'b', 'empty'].map(
          (owner) => `curated/bets/files/2021-10-04/${owner}.1.parquet`,
        );
        for (const each of keys) {
          await store.putFile(each, await writeLocal(each.includes('empty') ? '' : each));
        }
        expect(await readCheckedOut(keys)).toEqual([...keys.slice(0, 3), '']);
        expect(await readCheckedOut([...keys].reverse())).toEqual(['', ...keys.slice(0, 3).reverse()]);
        expect(await store.checkout([])).toEqual([]);
      });

      it('keep files of the same name in different folders apart', async () => {
        const keys = ['2021-10-04', '2021-10-05'].map((date) => `curated/bets/files/${date}/a.1.parquet`);
        for (const each of keys) await store.putFile(each, await writeLocal(each));
        expect(await readCheckedOut(keys)).toEqual(keys);
      });

      it('never replace a file', async () => {
        await store.putFile(key, await writeLocal('first'));
        await expect(store.putFile(key, await writeLocal('second'))).rejects.toThrow(StaleObjectError);
        expect(await readCheckedOut([key])).toEqual(['first']);
      });

      it('are in the listing and gone after a delete', async () => {
        await store.putFile(key, await writeLocal('12345'));
        const [listed] = await listAll(store, 'curated/');
        expect(listed).toMatchObject({ key, size: 5 });
        expect(listed?.lastModified.getTime()).toBeGreaterThan(0);
        await store.delete([key]);
        expect(await listKeys('curated/')).toEqual([]);
      });
    });

    describe('list', () => {
      it('returns nothing where there is no object', async () => {
        expect(await listKeys('loads/bets/')).toEqual([]);
        expect(await listKeys('loads/be')).toEqual([]);
      });

      it("orders by the keys' UTF-8 bytes, folders and files alike", async () => {
        // A folder sorts by its closing slash; U+FF5E comes before the emoji in UTF-8, after it in UTF-16.
        const keys = ['a-b', 'a.b/c', 'a/b', 'a/b.c/d', 'a/b=c', 'a/b=c.d', 'a0', 'aB', 'ab', 'a～', 'a😀'];
        for (const key of [...keys].reverse()) await store.put(`loads/${key}`, key, undefined);
        expect(await listKeys('loads/')).toEqual(sortByBytes(keys.map((key) => `loads/${key}`)));
        expect(await listKeys('loads/a/')).toEqual([
          'loads/a/b',
          'loads/a/b.c/d',
          'loads/a/b=c',
          'loads/a/b=c.d',
        ]);
      });

      it('takes a prefix that ends within a name', async () => {
        for (const key of ['loads/bets/0a.json', 'loads/bets/0b.json', 'loads/bets-old/0a.json']) {
          await store.put(key, '{}', undefined);
        }
        expect(await listKeys('loads/bets')).toEqual([
          'loads/bets-old/0a.json',
          'loads/bets/0a.json',
          'loads/bets/0b.json',
        ]);
        expect(await listKeys('loads/bets/0a')).toEqual(['loads/bets/0a.json']);
        expect(await listKeys('')).toHaveLength(3);
      });

      it('gives all of more than a thousand, and delete takes them all', async () => {
        const keys = Array.from({ length: 1_201 }, (_, i) => `loads/games/${i}.json`);
        for (let start = 0; start < keys.length; start += 100) {
          await Promise.all(keys.slice(start, start + 100).map((key) => store.put(key, '{}', undefined)));
        }
        expect(await listKeys('loads/games/')).toEqual(sortByBytes(keys));
        await store.delete(keys);
        expect(await listKeys('loads/')).toEqual([]);
      });
    });

    describe('delete', () => {
      it('takes what is there and does not mind what is not', async () => {
        await store.put('loads/bets/a.json', '{}', undefined);
        await store.put('loads/bets/b.json', '{}', undefined);
        await store.delete(['loads/bets/a.json', 'loads/bets/none.json', 'nowhere/at/all']);
        await store.delete(['loads/bets/a.json']);
        await store.delete([]);
        expect(await listKeys('')).toEqual(['loads/bets/b.json']);
        expect(await store.get('loads/bets/a.json')).toBeUndefined();
      });
    });

    describe('toUri', () => {
      it.each(['a', 'curated/bets/files/2021-10-04/0a.1.parquet', 'x/year=2021/a b%20c+d.txt'])(
        'names %s such that fromUri gives it back, on one line',
        (key) => {
          expect(store.fromUri(store.toUri(key))).toBe(key);
          expect(store.toUri(key)).toMatch(/^.+$/);
        },
      );
    });
  });
}

async function listAll(store: ObjectStore, prefix: string): Promise<ListedObject[]> {
  const objects: ListedObject[] = [];
  for await (const object of store.list(prefix)) objects.push(object);
  return objects;
}

function sortByBytes(keys: readonly string[]): string[] {
  return [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** Of puts that all rest on the same thing one goes through, and it is the one that can be read. */
async function expectOneWinner(puts: Promise<string>[], read: () => Promise<string | undefined>) {
  const outcomes = await Promise.allSettled(puts);
  const winners = outcomes.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : []));
  const losses = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(winners).toHaveLength(1);
  for (const loss of losses) expect(loss).toBeInstanceOf(StaleObjectError);
  expect(await read()).toBe(`writer ${winners[0]}`);
}
