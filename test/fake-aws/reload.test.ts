import { expect, test } from 'vitest';
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

async function reloadedOf(choice: Parameters<typeof reload>[2]) {
  const lake = new TempLake(await makeFolder());
  await lake.ingest(objects);
  const sent: string[] = [];
  const queue = { send: async (keys: readonly string[]) => void sent.push(...keys) };
  await reload(new FolderStore(lake.folder), queue, choice);
  const again = await lake.ingest(objects);
  return { sent: sent.sort(), statuses: again.loads.map(({ status }) => status) };
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
