import { readFile } from 'node:fs/promises';
import type * as ledgerModule from '../../../lambdas/core/ledger.ts';
import type * as manifestModule from '../../../lambdas/core/manifest.ts';
import type { ObjectStore } from '../../../lambdas/core/object-store.ts';
import type { S3ObjectStore } from '../../../lambdas/core/s3-store.ts';
import type { QueueMessage, SqsQueue } from '../../../lambdas/core/sqs-queue.ts';
import type * as liveFilesModule from '../../../lambdas/rollup/live-files.ts';

/** A mistake that somebody could make in the product: a module of which some exports do otherwise. */
export interface Bug {
  /** What is wrong then. */
  readonly name: string;
  readonly module: string;
  /** The exports that take the place of the module's own. */
  readonly plant: (original: never) => object | Promise<object>;
}

const bug = <Module>(
  name: string,
  module: string,
  plant: (original: Module) => object | Promise<object>,
): Bug => ({ name, module, plant: plant as Bug['plant'] });

const toKeysOf = async (store: ObjectStore, key: string): Promise<string[]> => {
  const body = (await store.get(key))?.body.toString('utf8') ?? '';
  return body
    .split('\n')
    .filter(Boolean)
    .map((uri) => store.fromUri(uri));
};

/** Random histories find each of these. */
export const bugs: readonly Bug[] = [
  bug<{ S3ObjectStore: typeof S3ObjectStore }>(
    'the record is put before its files',
    'lambdas/core/s3-store.ts',
    (original) => {
      const late = new Map<string, Buffer>();
      return {
        S3ObjectStore: class extends original.S3ObjectStore {
          override async putFile(key: string, path: string) {
            if (!/^curated\/.*\/[0-9a-f]{32}\./.test(key)) return super.putFile(key, path);
            late.set(key, await readFile(path));
          }
          override async put(key: string, body: string | Buffer, expected: string | undefined) {
            const etag = await super.put(key, body, expected);
            if (!key.startsWith('loads/')) return etag;
            for (const [file, bytes] of late) {
              if (!String(body).includes(file)) continue;
              late.delete(file);
              await super.put(file, bytes, undefined);
            }
            return etag;
          }
        },
      };
    },
  ),
  bug<typeof ledgerModule>('the record is put unconditionally', 'lambdas/core/ledger.ts', (original) => ({
    putLoadRecord: async (...[store, record, expected]: Parameters<typeof ledgerModule.putLoadRecord>) => {
      const current = await original.readLoadRecord(store, record.dataset, record.landing_key);
      return original.putLoadRecord(store, record, current?.etag ?? expected);
    },
  })),
  bug<{ mergeDates: (...lists: (readonly string[] | undefined)[]) => string[] }>(
    'only the new dates of a load are invalidated',
    'lambdas/core/ledger.ts',
    (original) => ({
      mergeDates: (...lists: (readonly string[] | undefined)[]) =>
        original.mergeDates(...(lists.length === 3 ? [lists[0], lists[2]] : lists)),
    }),
  ),
  bug<{ loadObject: (...parts: unknown[]) => Promise<{ status: string; record: object } | undefined> }>(
    'nothing is sent of a load that was committed before',
    'lambdas/convert/load-object.ts',
    (original) => ({
      loadObject: async (...parts: unknown[]) => {
        const outcome = await original.loadObject(...parts);
        return outcome?.status === 'unchanged'
          ? { ...outcome, record: { ...outcome.record, invalidations: [] } }
          : outcome;
      },
    }),
  ),
  bug<typeof liveFilesModule>('files are read that no record names', 'lambdas/rollup/live-files.ts', () => ({
    listLiveFiles: async (store: ObjectStore, dataset: string, date: string) => {
      const keys: string[] = [];
      for await (const { key } of store.list(`curated/${dataset}/files/${date}/`)) keys.push(key);
      return keys.filter((key) => !key.includes('/published.')).sort();
    },
  })),
  bug<typeof liveFilesModule>(
    'a load that is replaced between the listing and its record has no files',
    'lambdas/rollup/live-files.ts',
    (original) => ({
      listLiveFiles: async (...[store, dataset, date]: Parameters<typeof original.listLiveFiles>) => {
        const listed = new Set<string>();
        for await (const { key } of store.list(`curated/${dataset}/files/${date}/`)) listed.add(key);
        return (await original.listLiveFiles(store, dataset, date)).filter((key) => listed.has(key));
      },
    }),
  ),
  bug<typeof liveFilesModule>(
    'an invalidation is dropped where the day shows another attempt of its load',
    'lambdas/rollup/live-files.ts',
    () => ({
      readLiveFiles: async (store: ObjectStore, dataset: string, date: string, loadId: string) => {
        const shown = await toKeysOf(store, `curated/${dataset}/manifest/dt=${date}/symlink.txt`);
        return shown.filter((key) => key.includes(`/${loadId}.`));
      },
    }),
  ),
  bug<typeof manifestModule>('a manifest is put unconditionally', 'lambdas/core/manifest.ts', (original) => ({
    putManifest: async (...[store, key, keys, expected]: Parameters<typeof original.putManifest>) =>
      original.putManifest(store, key, keys, (await store.get(key))?.etag ?? expected),
  })),
  bug<typeof manifestModule>(
    "another day's change in a manifest is lost",
    'lambdas/core/manifest.ts',
    (original) => {
      const first = new WeakMap<ObjectStore, Map<string, readonly string[]>>();
      return {
        readManifest: async (store: ObjectStore, key: string) => {
          const manifest = await original.readManifest(store, key);
          if (!key.includes('/year=')) return manifest;
          const known = first.get(store) ?? new Map<string, readonly string[]>();
          first.set(store, known.set(key, known.get(key) ?? manifest.keys));
          return { ...manifest, keys: known.get(key) ?? [] };
        },
      };
    },
  ),
  bug<object>('a sweep compares no definitions', 'lambdas/rollup/activity-definition.ts', () => ({
    listOutdatedDays: async () => [],
  })),
  bug<object>('a sweep compares no converters', 'lambdas/sweep/find-outdated-loads.ts', () => ({
    OutdatedLoads: class {
      see(): void {}
      async listKeys(): Promise<string[]> {
        return [];
      }
    },
  })),
  bug<{ SqsQueue: typeof SqsQueue }>(
    'invalidations of two attempts are taken for one',
    'lambdas/core/sqs-queue.ts',
    (original) => ({
      SqsQueue: class extends original.SqsQueue {
        override send(messages: readonly QueueMessage[]) {
          const withoutAttempt = (id: string) => id.split('.').slice(0, 3).join('.');
          return super.send(
            messages.map(({ deduplicationId: id, ...message }) =>
              id === undefined ? message : { ...message, deduplicationId: withoutAttempt(id) },
            ),
          );
        }
      },
    }),
  ),
  bug<typeof import('../../../lambdas/sweep/file-kinds.ts')>(
    'a sweep takes what a manifest still names',
    'lambdas/sweep/file-kinds.ts',
    async ({ fileKinds }) => {
      const { readRecordAt } = await import('../../../lambdas/core/ledger.ts');
      const findRecorded = async (store: ObjectStore, prefix: string, keys: readonly string[]) => {
        const dataset = prefix.split('/')[1];
        const records = keys.map((key) =>
          readRecordAt(store, `loads/${dataset}/${key.split('/')[4]?.split('.')[0]}.json`),
        );
        const live = (await Promise.all(records)).flatMap((read) => read?.record.files ?? []);
        return new Set(live.map(({ key }) => key));
      };
      return {
        fileKinds: fileKinds.map((kind) => ({
          ...kind,
          findNamed: async (store: ObjectStore, folder: string, keys: readonly string[]) =>
            kind.prefix.startsWith('curated/')
              ? findRecorded(store, kind.prefix, keys)
              : kind.findNamed(store, folder, keys),
        })),
      };
    },
  ),
  bug<{ toActivitySql: (day: { rows: string }, ...parts: unknown[]) => string }>(
    'rows of one bet are not reduced to the newest',
    'glue/rollups/index.ts',
    (original) => ({
      toActivitySql: (day: { rows: string }, ...parts: unknown[]) => {
        const rows = `(select * replace (bet_id * 1000000 + hash(landing_key) % 1000 * 1000 + line_number as bet_id) from ${day.rows})`;
        return original.toActivitySql({ ...day, rows }, ...parts);
      },
    }),
  ),
];
