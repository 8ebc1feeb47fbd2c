import { expect, test } from 'vitest';
import { type QueryResult, queryNames } from '../../explore/contract.ts';
import { bundlePage } from '../../explore/server/bundle-page.ts';
import { exploreFolder } from '../../explore/server/local-lake.ts';
import { servePage } from '../../explore/server/serve.ts';
import { sweepUnnamedFiles } from '../../lambdas/sweep/sweep-unnamed-files.ts';
import { makeLake, now, type TempLake } from '../client/local/temp-lake.ts';
import { badLine, stake } from '../faults/rows.ts';
import type { LandedObject } from '../oracle/landed-object.ts';

const dayMs = 86_400_000;

function bets(...rows: readonly (object | string)[]): LandedObject {
  const lines = rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`);
  return { key: 'bets/a.jsonl', bytes: Buffer.from(lines.join('')), lastModified: now };
}

/** Loads other rows in place of those before, and sweeps what these had made, as a scheduled ingest does days later. */
async function replace(lake: TempLake, day: number): Promise<void> {
  const later = new Date(Date.now() + (day + 1) * 2 * dayMs);
  await lake.ingest([bets(stake(1), stake(2 + day), badLine)], { now: later });
  await lake.write({ now: later }, (written) => sweepUnnamedFiles(written.store, later, dayMs));
}

async function serve(lake: TempLake) {
  const errors: unknown[] = [];
  const explored = await exploreFolder(lake.folder, {
    checkMs: 0,
    patienceMs: 0,
    onError: (error) => errors.push(error),
  });
  const server = await servePage({ lake: explored, page: await bundlePage() });
  return {
    explored,
    async get(path: string): Promise<{ path: string; status: number; error?: string; result?: QueryResult }> {
      const response = await fetch(`${server.url}api/${path}`);
      const { status } = response;
      if (status !== 200) return { path, status, error: await response.text() };
      return path.includes('.')
        ? { path, status }
        : { path, status, result: (await response.json()) as QueryResult };
    },
    async close() {
      await server.close();
      await explored.close();
    },
  };
}

const paths = ['lake', 'slices', ...queryNames.map((name) => `queries/${name}`), 'queries/trend.csv'];

test('a page that was left open over days of ingests and sweeps still works', async () => {
  const lake = await makeLake();
  await lake.ingest([bets(stake(1), badLine)]);
  const page = await serve(lake);
  await page.explored.whenCached();
  await page.get('queries/trend');
  for (let day = 0; day < 3; day++) await replace(lake, day);
  const replies = await Promise.all(paths.map((path) => page.get(path)));
  expect(replies.filter(({ status }) => status !== 200)).toEqual([]);
  const { result } = await page.get('queries/freshness');
  expect(result?.rows[0]?.[0]).toBe('bets');
  await page.close();
});

test('queries that run while files are swept succeed, and in the end show the newest state of the lake', async () => {
  const lake = await makeLake();
  await lake.ingest([bets(stake(1), badLine)]);
  const page = await serve(lake);
  const replies: Awaited<ReturnType<typeof page.get>>[] = [];
  let isLoading = true;
  const requests = ['queries/conflicts', 'queries/refusals', 'queries/bets-per-player', 'slices'].map(
    async (path) => {
      while (isLoading) replies.push(await page.get(path));
    },
  );
  for (let day = 0; day < 4; day++) await replace(lake, day);
  isLoading = false;
  await Promise.all(requests);
  expect(replies.length).toBeGreaterThan(4);
  expect(replies.filter(({ status }) => status !== 200)).toEqual([]);
  await expect
    .poll(async () => (await page.get('queries/trend')).result?.rows.map(([, count]) => count), {
      timeout: 30_000,
    })
    .toEqual(['2']);
  await page.close();
});
