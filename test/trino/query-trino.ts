import { setTimeout as sleep } from 'node:timers/promises';

/** A schema in Trino to query. */
export interface TrinoPlace {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly schema: string;
}

export interface TrinoColumn {
  readonly name: string;
  /** As Trino spells it: `decimal(38,2)`. */
  readonly type: string;
}

/** Numbers as the text that Trino sent, so that none is rounded. */
export type TrinoValue =
  | null
  | string
  | boolean
  | readonly TrinoValue[]
  | { readonly [key: string]: TrinoValue };

export interface TrinoResult {
  readonly id: string;
  readonly columns: readonly TrinoColumn[];
  readonly rows: readonly (readonly TrinoValue[])[];
  readonly statistics: TrinoStatistics;
}

/** What a query read, as Trino itself counts it. */
interface TrinoStatistics {
  readonly inputRows: number;
  readonly inputBytes: number;
  readonly milliseconds: number;
}

/** What Trino says of a query that it refuses or that fails. */
export class TrinoError extends Error {
  override readonly name = 'TrinoError';
}

interface Page {
  readonly id: string;
  readonly nextUri?: string;
  readonly columns?: readonly TrinoColumn[];
  readonly data?: readonly (readonly TrinoValue[])[];
  readonly error?: { readonly message: string; readonly errorName: string };
  readonly stats: Readonly<Record<'processedRows' | 'physicalInputBytes' | 'elapsedTimeMillis', string>>;
}

/**
 * Runs one statement.
 *
 * @param signal cancels it in Trino
 * @throws TrinoError with the name of the fault and its message, where it was cancelled too
 * @see https://trino.io/docs/476/develop/client-protocol.html
 */
export async function queryTrino(
  { url, schema }: TrinoPlace,
  sql: string,
  signal?: AbortSignal,
): Promise<TrinoResult> {
  const headers = {
    'X-Trino-User': 'test',
    'X-Trino-Catalog': 'awsdatacatalog',
    'X-Trino-Schema': schema,
    // Without it, times lose their precision.
    'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
  };
  let page = await fetchPage(`${url}/v1/statement`, { method: 'POST', headers, body: sql });
  let columns: readonly TrinoColumn[] = [];
  const rows: (readonly TrinoValue[])[] = [];
  for (;;) {
    if (page.error) throw new TrinoError(`${page.error.errorName}: ${page.error.message}`);
    columns = page.columns ?? columns;
    rows.push(...(page.data ?? []));
    if (page.nextUri === undefined) break;
    if (signal?.aborted) {
      const cancelled = await fetch(page.nextUri, { method: 'DELETE', headers });
      throw new TrinoError(`USER_CANCELED: Trino responds with ${cancelled.status}`);
    }
    page = await fetchPage(page.nextUri, { headers });
  }
  const { processedRows, physicalInputBytes, elapsedTimeMillis } = page.stats;
  const statistics = {
    inputRows: Number(processedRows),
    inputBytes: Number(physicalInputBytes),
    milliseconds: Number(elapsedTimeMillis),
  };
  return { id: page.id, columns, rows, statistics };
}

/** What Trino says has become of its queries: `FINISHED`, `RUNNING`, …, or the name of the fault that ended them. */
export async function listOutcomes({ url }: Pick<TrinoPlace, 'url'>): Promise<string[]> {
  const response = await fetch(`${url}/v1/query`, { headers: { 'X-Trino-User': 'test' } });
  const queries = (await response.json()) as { state: string; errorCode?: { name: string } }[];
  return queries.map(({ state, errorCode }) => errorCode?.name ?? state);
}

/** The partitions of each table that a query read, such as `dt=2021-01-04`, by the table's name. */
export async function readPartitions({ url }: TrinoPlace, id: string): Promise<Map<string, string[]>> {
  const response = await fetch(`${url}/v1/query/${id}`, { headers: { 'X-Trino-User': 'test' } });
  const { inputs } = (await response.json()) as {
    inputs: { table: string; connectorInfo?: { partitionIds: string[] } }[];
  };
  return new Map(inputs.map(({ table, connectorInfo }) => [table, connectorInfo?.partitionIds ?? []]));
}

async function fetchPage(address: string, request: RequestInit): Promise<Page> {
  for (let tries = 0; ; tries++) {
    const response = await fetch(address, request);
    const text = await response.text();
    if (response.ok) return parseExactly(text) as Page;
    // It sends the client away for a while when it is busy.
    if (![502, 503, 504].includes(response.status) || tries > 50) {
      throw new Error(`Trino responds with ${response.status}: ${text.slice(0, 500)}`);
    }
    await sleep(100);
  }
}

/** Reads JSON, numbers as the text they are written as. */
function parseExactly(text: string): unknown {
  return JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
      token.startsWith('"') ? token : `"${token}"`,
    ),
  );
}
