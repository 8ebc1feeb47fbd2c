import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collectRows, type LakeQueries, toResult } from '../../client/queries/result.ts';
import { type Lake, type QueryResult, queryNames, type Slices } from '../../explore/contract.ts';
import { bundlePage } from '../../explore/server/bundle-page.ts';
import { type ExploredLake, exploreDeployed } from '../../explore/server/explored-lake.ts';
import { exploreFolder } from '../../explore/server/local-lake.ts';
import { type PageServer, servePage } from '../../explore/server/serve.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { makeLake, type TempLake } from '../client/local/temp-lake.ts';
import { makeSampleObjects } from '../exactness/sample-objects.ts';
import { makeGrowingLake } from './open-lakes.ts';

const page = { html: '<!doctype html><title>page</title>', script: 'void 0;', style: 'body{}' };
const closing: { close(): Promise<void> }[] = [];
let lake: TempLake;
let explored: ExploredLake;
let server: PageServer;
let other: PageServer;

async function serve(explored: ExploredLake): Promise<PageServer> {
  const served = await servePage({ lake: explored, page });
  closing.unshift(served, explored);
  return served;
}

beforeAll(async () => {
  lake = await makeLake();
  await lake.ingest(
    await makeSampleObjects({
      bets: 400,
      players: 20,
      games: 10,
      days: 3,
      start: '2021-01-01',
      seed: 3,
      badRatio: 0.05,
    }),
  );
  explored = await exploreFolder(lake.folder, { caches: false });
  server = await serve(explored);
  other = await serve(explored);
});

afterAll(async () => {
  for (const each of closing) await each.close();
});

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A request of a path below the server's token. */
function send(path: string, headers: Record<string, string> = {}, method = 'GET', to = server) {
  return sendAsWritten(`${new URL(to.url).pathname.slice(0, -1)}${path}`, headers, method, to);
}

/** A request as it is written, which `fetch` would mend. */
function sendAsWritten(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  to = server,
): Promise<Reply> {
  const { port } = new URL(to.url);
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers, method, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

const readJson = <T>({ body }: Reply): T => JSON.parse(body.toString());

test('it listens on the loopback address alone', () => {
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/$/);
});

describe('a request that is not allowed is refused with a message', () => {
  test.each([
    ['a name that points to this machine', { host: 'evil.example' }, 403],
    ['that name with the port', { host: 'evil.example:80' }, 403],
    ['a page of elsewhere', { origin: 'https://evil.example' }, 403],
    ['a page without an origin of its own', { origin: 'null' }, 403],
    ['a script of elsewhere', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
  ] as const)('%s', async (_, headers, status) => {
    const reply = await send('/api/lake', headers);
    expect(reply.status).toBe(status);
    expect(readJson<{ error: string }>(reply).error).toMatch(/^this server /);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('the method %s', async (method) => {
    expect((await send('/api/lake', {}, method)).status).toBe(405);
  });

  test.each([
    '/..%2f..%2fetc/passwd',
    '/explore/server/serve.ts',
    '/api/queries/trend.exe',
    '/api/queries/__proto__',
    '/api/queries/trend/../../x',
    '//evil.example/main.js',
  ])('the address %s below the token', async (path) => {
    const reply = await send(path);
    expect(reply.status).toBe(404);
    expect(readJson<{ error: string }>(reply).error).toContain('there is nothing at');
  });

  test.each([
    ['/api/queries/trend?sql=select%201', 'there is no parameter "sql"'],
    ["/api/queries/trend?by=day'--", 'by: expected one of'],
    ["/api/queries/trend?from=2021-01-01'", 'expected a date'],
    ['/api/slices?where=player_code:X', 'there is no column "player_code"'],
    ['/api/queries/trend.csv?by=decade', 'by: expected one of'],
  ])('the parameters of %s', async (path, message) => {
    const reply = await send(path);
    expect(reply.status).toBe(400);
    expect(readJson<{ error: string }>(reply).error).toContain(message);
  });

  test.each([
    ['no token', () => '/'],
    ['no token, for data', () => '/api/lake'],
    ['an empty token', () => '//api/lake'],
    ['another token', () => `/${'a'.repeat(32)}/api/lake`],
    ['the token of another server', () => `${new URL(other.url).pathname}api/lake`],
    ['a part of the token', () => `${new URL(server.url).pathname.slice(0, -2)}/api/lake`],
    ['the token and more', () => `${new URL(server.url).pathname.slice(0, -1)}a/api/lake`],
    ['the token left again', () => `${new URL(server.url).pathname}../api/lake`],
    ['the token as a parameter', () => `/api/lake?token=${new URL(server.url).pathname.slice(1, -1)}`],
    ['another host', () => '//evil.example/main.js'],
  ])('an address with %s', async (_, toPath) => {
    const reply = await sendAsWritten(toPath());
    expect(reply.status).toBe(403);
    expect(readJson<{ error: string }>(reply).error).toContain('lacks the token of this run');
  });

  test('its own page may send requests, by its address and by localhost', async () => {
    const { host, port } = new URL(server.url);
    for (const headers of [
      { origin: `http://${host}` },
      { host: `localhost:${port}`, 'sec-fetch-site': 'same-origin' },
    ]) {
      expect((await send('/api/lake', headers)).status).toBe(200);
    }
  });
});

test('a value that reads like SQL is a value', async () => {
  const where = encodeURIComponent("country_code:FI' or '1'='1'; drop view activity; --");
  expect(readJson<QueryResult>(await send(`/api/queries/trend?where=${where}`)).rows).toEqual([]);
  expect(readJson<QueryResult>(await send('/api/queries/trend')).rows.length).toBeGreaterThan(0);
});

test('every response has a policy that lets the page load nothing from elsewhere', async () => {
  for (const path of ['/', '/main.js', '/style.css', '/api/lake', '/nothing']) {
    const { headers } = await send(path);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  }
});

test('the page, its script and its style are bundled from source and load nothing', async () => {
  const bundled = await bundlePage();
  expect(bundled.script.length).toBeGreaterThan(10_000);
  expect(bundled.style.length).toBeGreaterThan(100);
  expect(bundled.style).not.toMatch(/url\(['"]?https?:|@import/);
  expect(bundled.html).toContain('src="main.js"');
});

test('HEAD gets a response without a body', async () => {
  const reply = await send('/api/lake', {}, 'HEAD');
  expect([reply.status, reply.body.length]).toEqual([200, 0]);
});

describe('a file to keep', () => {
  test('holds as CSV every row of the question, not the first alone', async () => {
    const { status, headers, body } = await send('/api/queries/distinct-games-per-player.csv?by=day');
    expect([status, headers['content-disposition']]).toEqual([
      200,
      'attachment; filename="distinct-games-per-player.csv"',
    ]);
    const [head, ...lines] = body.toString().trimEnd().split('\n');
    expect(head).toBe('period_start,partner_company_id,player_code,distinct_games_count');
    const [{ count } = {}] = await lake.rows('select count(*) as count from player_metrics_daily');
    expect(BigInt(lines.length)).toBe(count);
  });

  test('holds as CSV for a spreadsheet the same, marked as UTF-8', async () => {
    const plain = await send('/api/queries/most-played-games.csv?by=day');
    const { status, headers, body } = await send('/api/queries/most-played-games.excel.csv?by=day');
    expect([status, headers['content-type'], headers['content-disposition']]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'attachment; filename="most-played-games.excel.csv"',
    ]);
    expect(body.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(body.subarray(3)).toEqual(plain.body);
    expect((await send('/api/queries/most-played-games.xlsx?by=day')).status).toBe(404);
  });

  test('holds as Parquet the same rows, amounts exact', async () => {
    const { body } = await send('/api/queries/money.parquet?by=day');
    const file = body.buffer.slice(body.byteOffset, body.byteOffset + body.length) as ArrayBuffer;
    const rows = await parquetReadObjects({ file, compressors });
    const result = readJson<QueryResult>(await send('/api/queries/money?by=day'));
    const at = result.columns.findIndex(({ name }) => name === 'real_spent_amount');
    const toText = (amount: unknown) => (amount === null ? null : Number(amount).toFixed(2));
    expect(rows.map(({ real_spent_amount }) => toText(real_spent_amount))).toEqual(
      result.rows.map((row) => row[at]),
    );
  });
});

test('the SQL shown runs as it is', async () => {
  for (const name of queryNames.filter((each) => each !== 'refusals')) {
    const result = readJson<QueryResult>(await send(`/api/queries/${name}?by=week`));
    const rows = await explored.use(async ({ run }) => collectRows(await run(result.sql)));
    expect({ name, count: rows.length }).toEqual({ name, count: result.rows.length });
  }
});

test('the health of the data is that of its ledger', async () => {
  const read = async (name: string) => readJson<QueryResult>(await send(`/api/queries/${name}`));
  const loads = (await read('loads-by-day')).rows;
  expect(loads.map(([day, dataset]) => [day, dataset])).toEqual([
    ['2022-01-31', 'bets'],
    ['2022-01-31', 'games'],
    ['2022-01-31', 'players'],
  ]);
  for (const [, , , , lines, accepted, quarantined, blank] of loads) {
    expect(Number(lines)).toBe(Number(accepted) + Number(quarantined) + Number(blank));
  }
  const faults = (await read('refusals')).rows.reduce((sum, [, , , count]) => sum + Number(count), 0);
  const [{ all } = {}] = await lake.rows('select sum(len(faults))::bigint as all from quarantine');
  expect(BigInt(faults)).toBe(all);
  expect((await read('freshness')).rows).toContainEqual([
    'bets',
    '3',
    '0',
    '2022-01-31 12:00:00',
    '2021-01-03',
  ]);
  const [players, games] = (await read('unknowns')).rows;
  const [unknown] = await lake.rows(`select
    (select coalesce(sum(bets_count), 0)::bigint from activity_yearly where game_name = 'unknown') as games,
    (select count(*) from player_metrics_yearly where country_code = 'unknown' and player_ccy_code = 'unknown') as players`);
  expect([players?.[0], players?.[1]]).toEqual(['players', String(unknown?.players)]);
  expect([games?.[0], games?.[2]]).toEqual(['games', String(unknown?.games)]);
});

test('an empty lake is shown as empty, and every query runs', async () => {
  const empty = await makeLake();
  for (const caches of [false, true]) {
    const opened = await exploreFolder(empty.folder, { caches });
    await opened.whenCached();
    const served = await serve(opened);
    const described = readJson<Lake>(await send('/api/lake', {}, 'GET', served));
    expect(described).toMatchObject({ firstDate: null, lastDate: null, currencies: [] });
    for (const name of queryNames) {
      const { status, body } = await send(`/api/queries/${name}`, {}, 'GET', served);
      expect({ name, status, body: status === 200 ? '' : body.toString() }).toEqual({
        name,
        status: 200,
        body: '',
      });
    }
    expect(readJson<Slices>(await send('/api/slices', {}, 'GET', served)).betsCount).toBe('0');
  }
});

test('what is loaded while the page is open is shown', async () => {
  const { lake: grown, rest } = await makeGrowingLake({ bets: 60, players: 5 });
  const served = await serve(await exploreFolder(grown.folder, { checkMs: 0, patienceMs: 60_000 }));
  const read = async () => readJson<Lake>(await send('/api/lake', {}, 'GET', served)).lastDate;
  expect(await read()).toBe('2021-01-01');
  await grown.ingest(rest);
  expect(await read()).toBe('2021-01-02');
});

describe('with a lake that is slow or fails', () => {
  const never: LakeQueries['run'] = (_, signal) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new BetlakeError('stopped')), { once: true });
    });

  test('a query ends when its client has gone, and not while another waits for it', async () => {
    const stopped: string[] = [];
    const run: LakeQueries['run'] = (sql, signal) => {
      if (/min\(bet_date\)|player_ccy_code\nfrom player_dimension/.test(sql))
        return Promise.resolve(toResult([], []));
      signal?.addEventListener('abort', () => stopped.push(sql), { once: true });
      return never(sql, signal);
    };
    const served = await serve(exploreDeployed('stack', { engine: 'athena', debits: 'negative', run }));
    const leave = new AbortController();
    const stay = new AbortController();
    const sent = [leave, stay].map(({ signal }) =>
      fetch(`${served.url}api/queries/trend`, { signal }).catch(() => {}),
    );
    await wait(100);
    leave.abort();
    await wait(100);
    expect(stopped).toHaveLength(0);
    stay.abort();
    await Promise.all(sent);
    await wait(100);
    expect(stopped).toHaveLength(1);
  });

  test("an error of the engine is reported in its words, and an unexpected one without the machine's", async () => {
    for (const [error, words] of [
      [new BetlakeError('the query failed in Athena: scan limit'), 'the query failed in Athena: scan limit'],
      [new Error('/home/somebody/secret'), 'an unexpected error in Betlake'],
    ] as const) {
      const queries: LakeQueries = { engine: 'athena', debits: 'negative', run: () => Promise.reject(error) };
      const served = await serve(exploreDeployed('stack', queries));
      const reply = await send('/api/queries/trend', {}, 'GET', served);
      expect(reply.status).toBe(500);
      expect(readJson<{ error: string }>(reply).error).toContain(words);
      expect(reply.body.toString()).not.toContain('somebody');
    }
  });

  test('the same query runs once in a deployed lake', async () => {
    let sent = 0;
    const run: LakeQueries['run'] = async () => {
      sent += 1;
      return toResult([{ name: 'period_start', type: 'DATE' }], [['2021-01-01']]);
    };
    const served = await serve(exploreDeployed('stack', { engine: 'athena', debits: 'negative', run }));
    await send('/api/queries/trend', {}, 'GET', served);
    const before = sent;
    await send('/api/queries/trend', {}, 'GET', served);
    expect(sent).toBe(before);
  });
});
