import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import {
  type PageState,
  type QueryResult,
  questionNames,
  type Slices,
  toSearch,
} from '../../../explore/contract.ts';
import { recipes } from '../lakes.ts';
import { listOutcomes } from '../query-trino.ts';
import { makeTwin, type TwinLake } from '../trino-lake.ts';
import { type AthenaBridge, startAthenaBridge } from './athena-bridge.ts';

const command = fileURLToPath(new URL('../../../bin/betlake.js', import.meta.url));
const running: ChildProcess[] = [];
let lake: TwinLake;
let bridge: AthenaBridge;
/** Addresses of the page of the folder, and of that of the deployed lake. */
let local: string;
let deployed: string;

beforeAll(async () => {
  const recipe = recipes.find(({ stage }) => stage === 'turn2020');
  if (!recipe) throw new Error('no such lake');
  lake = await makeTwin(await recipe.make(), 'explore', recipe.firstDate);
  bridge = await startAthenaBridge({ url: inject('trino') });
  local = await explore('--lake', lake.folder);
  deployed = await explore('--athena', lake.catalog.stack);
});

afterAll(async () => {
  for (const child of running) {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
  await bridge?.stop();
});

/** Starts the page and reads its address. */
async function explore(...choice: string[]): Promise<string> {
  const child = spawn(process.execPath, [command, 'explore', '--no-open', ...choice], {
    env: { ...process.env, AWS_ENDPOINT_URL_ATHENA: bridge.url },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  running.push(child);
  const [printed] = await once(child.stdout, 'data');
  return String(printed).trim();
}

/** The responses of both pages, without how long they took. */
async function askBoth<T extends QueryResult | Slices>(path: string): Promise<Omit<T, 'elapsedMs'>[]> {
  const results = [];
  for (const page of [deployed, local]) {
    const response = await fetch(`${page}${path}`);
    expect(response.status, page).toBe(200);
    const { elapsedMs: _, ...result } = (await response.json()) as T;
    results.push(result);
  }
  return results;
}

const states: readonly PageState[] = [
  { by: 'week', where: [] },
  {
    by: 'day',
    from: '2020-12-31',
    to: '2021-01-03',
    where: [
      { column: 'player_ccy_code', value: 'EUR' },
      { column: 'activity_type', value: '1' },
    ],
  },
];

describe.each(states.map((state) => [toSearch(state), state] as const))('for the state %s', (search) => {
  test.each(questionNames)("the deployed lake's page gives the same %s as the folder's", async (name) => {
    const [there, here] = await askBoth<QueryResult>(`api/queries/${name}?${search}`);
    expect(here?.rows.length).toBeGreaterThan(5);
    expect(there).toEqual(here);
  });

  test('the values to slice by have the same bets', async () => {
    const [there, here] = await askBoth<Slices>(`api/slices?${search}`);
    expect(Number(here?.betsCount)).toBeGreaterThan(50);
    expect(there).toEqual(here);
  });
});

test('a query that nobody waits for any more is cancelled in the engine', async () => {
  const before = bridge.started.length;
  const leave = new AbortController();
  // Without dates it reads every day since the lake's first, which takes seconds.
  const request = fetch(`${deployed}api/queries/trend?by=year`, {
    signal: leave.signal,
  }).catch((error: Error) => error.name);
  await vi.waitFor(() => expect(bridge.started.length).toBeGreaterThan(before), { timeout: 30_000 });
  leave.abort();
  expect(await request).toBe('AbortError');
  await vi.waitFor(() => expect(bridge.states.slice(before)).toEqual(['CANCELLED']), { timeout: 30_000 });
  expect(await listOutcomes({ url: inject('trino') })).toContain('USER_CANCELED');
});
