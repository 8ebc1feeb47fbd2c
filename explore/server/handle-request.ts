import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeResult } from '../../client/queries/write-view-file.ts';
import {
  type DownloadFormat,
  downloadFormats,
  type Lake,
  type PageState,
  type QueryName,
  queryNames,
  readState,
} from '../contract.ts';
import type { PageFiles } from './bundle-page.ts';
import { sliceColumns } from './columns.ts';
import type { ExploredLake } from './explored-lake.ts';
import { countSlices, describeLake, runQuery, runWholeQuery } from './run-queries.ts';

/** The response to send. */
export interface PageResponse {
  readonly type: string;
  readonly body: string | AsyncIterable<string | Buffer>;
  /** The name of a file to save. */
  readonly fileName?: string;
}

const json = 'application/json; charset=utf-8';

/**
 * Finds the response to a request; undefined where there is no such address.
 *
 * @param path below the server's token
 *
 * @throws StateError where its parameters are wrong
 * @throws BetlakeError where the lake's engine refuses or fails
 */
export async function handleRequest(
  lake: ExploredLake,
  page: PageFiles,
  path: string,
  search: URLSearchParams,
  signal: AbortSignal,
): Promise<PageResponse | undefined> {
  switch (path) {
    case '/':
      return { type: 'text/html; charset=utf-8', body: page.html };
    case '/main.js':
      return { type: 'text/javascript; charset=utf-8', body: page.script };
    case '/style.css':
      return { type: 'text/css; charset=utf-8', body: page.style };
    case '/api/lake':
      return lake.use(async (snapshot) => toJson(await describeLake(lake.name, snapshot, signal)));
    case '/api/slices': {
      const state = readState(search, { columns: sliceColumns });
      return lake.use(async (snapshot) => toJson(await countSlices(snapshot, state, signal)));
    }
    default:
      return handleQuery(lake, path, search, signal);
  }
}

async function handleQuery(
  lake: ExploredLake,
  path: string,
  search: URLSearchParams,
  signal: AbortSignal,
): Promise<PageResponse | undefined> {
  const [, given, ending] = /^\/api\/queries\/([a-z-]+)(?:\.([a-z.]+))?$/.exec(path) ?? [];
  const name = queryNames.find((each) => each === given);
  const format = downloadFormats.find((each) => each === ending);
  if (name === undefined || format !== ending) return undefined;
  const state = readState(search, { columns: sliceColumns });
  if (format === undefined) {
    return lake.use(async (snapshot) => {
      const described = await describeLake(lake.name, snapshot, signal);
      return toJson(await runQuery(described, snapshot, name, state, signal));
    });
  }
  return {
    type: format === 'parquet' ? 'application/vnd.apache.parquet' : 'text/csv; charset=utf-8',
    fileName: `${name}.${format}`,
    body: writeFile(lake, name, state, format, signal),
  };
}

/** The whole result as a file, which is written before it is sent: where that fails, an error is sent and no half file. */
async function* writeFile(
  lake: ExploredLake,
  name: QueryName,
  state: PageState,
  format: DownloadFormat,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'betlake-explore-'));
  try {
    const path = join(folder, `${name}.${format}`);
    await lake.use(async (snapshot) => {
      const described: Lake = await describeLake(lake.name, snapshot, signal);
      const result = await runWholeQuery(described, snapshot, name, state, signal);
      const kind = format === 'parquet' ? format : 'csv';
      await writeResult(result, path, kind, { excel: format === 'excel.csv' });
    });
    yield* createReadStream(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function toJson(value: object): PageResponse {
  return { type: json, body: JSON.stringify(value) };
}
