import { type ListObjectsV2CommandInput, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { listArchivedKeys } from '../../client/aws/archived-objects.ts';
import { reload } from '../../client/aws/reload.ts';
import { FolderStore } from '../../client/local/folder-store.ts';
import { makeFolder, TempLake } from '../client/local/temp-lake.ts';

const lastModified = new Date('2022-01-31T12:00:00Z');
const toBet = (id: number, date: string) =>
  `{"bet_id": ${id}, "bet_dt": "${date} 10:00:00", "player_code": "P", "game_id": 1, "real_debit_amount": "1.00", "real_credit_amount": "0.00", "bonus_debit_amount": "0.00", "bonus_credit_amount": "0.00"}\n`;
const objects = [
  { key: 'bets/a/1.jsonl', bytes: Buffer.from(toBet(1, '2022-01-01')), lastModified },
  { key: 'bets/b/2.jsonl', bytes: Buffer.from(toBet(2, '2022-01-02')), lastModified },
  { key: 'games/1.jsonl', bytes: Buffer.from('{"game_id": 1}\n'), lastModified },
];

async function reloadedOf(choice: Parameters<typeof reload>[2], archived?: ReadonlySet<string>) {
  const lake = new TempLake(await makeFolder());
  await lake.ingest(objects);
  const sent: string[] = [];
  const queue = { send: async (keys: readonly string[]) => void sent.push(...keys) };
  const outcome = await reload(new FolderStore(lake.folder), queue, choice, archived);
  expect(outcome.sent).toEqual(sent);
  const again = await lake.ingest(objects);
  return { ...outcome, sent: sent.sort(), statuses: again.loads.map(({ status }) => status) };
}

test('a reload by prefix sends those objects, which are then read again in the same version', async () => {
  const { sent, statuses } = await reloadedOf({ prefix: 'bets/a/' });
  expect(sent).toEqual(['bets/a/1.jsonl']);
  expect(statuses).toEqual([expect.stringMatching(/^(loaded|replaced)$/), 'unchanged', 'unchanged']);
});

test('a reload by date sends the objects with rows of that date', async () => {
  expect((await reloadedOf({ from: '2022-01-02', to: '2022-01-02' })).sent).toEqual(['bets/b/2.jsonl']);
});

test('a reload of everything sends everything', async () => {
  expect((await reloadedOf({})).sent).toEqual(['bets/a/1.jsonl', 'bets/b/2.jsonl', 'games/1.jsonl']);
});

test('a reload leaves archived objects alone, names them, and what they had loaded stays', async () => {
  const { sent, archived, statuses } = await reloadedOf(
    { prefix: 'bets/' },
    new Set(['bets/a/1.jsonl', 'games/1.jsonl']),
  );
  expect(sent).toEqual(['bets/b/2.jsonl']);
  expect(archived).toEqual(['bets/a/1.jsonl']);
  expect(statuses).toEqual(['unchanged', expect.stringMatching(/^(loaded|replaced)$/), 'unchanged']);
});

test('archived are the objects of the two classes that cannot be read, unless they are restored', async () => {
  const pages = [
    [
      { Key: 'bets/a+b.jsonl', StorageClass: 'GLACIER' },
      { Key: 'bets/standard.jsonl', StorageClass: 'STANDARD' },
      { Key: 'bets/instant.jsonl', StorageClass: 'GLACIER_IR' },
    ],
    [
      {
        Key: 'bets/%C3%A9.jsonl',
        StorageClass: 'DEEP_ARCHIVE',
        RestoreStatus: { IsRestoreInProgress: true },
      },
      {
        Key: 'bets/restored.jsonl',
        StorageClass: 'GLACIER',
        RestoreStatus: { IsRestoreInProgress: false, RestoreExpiryDate: lastModified },
      },
    ],
  ];
  const send = async ({ input }: { readonly input: ListObjectsV2CommandInput }) => {
    expect(input).toMatchObject({
      Bucket: 'landing',
      Prefix: 'bets/',
      OptionalObjectAttributes: ['RestoreStatus'],
    });
    const at = Number(input.ContinuationToken ?? 0);
    return { Contents: pages[at], ...(at + 1 < pages.length && { NextContinuationToken: String(at + 1) }) };
  };
  const client: S3Client = Object.assign(Object.create(S3Client.prototype), { send });
  expect(await listArchivedKeys(client, 'landing', 'bets/')).toEqual(
    new Set(['bets/a b.jsonl', 'bets/é.jsonl']),
  );
});
