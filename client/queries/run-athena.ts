import { setTimeout as wait } from 'node:timers/promises';
import {
  type AthenaClient,
  type ColumnInfo,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  type QueryExecution,
  type Row,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { isOfLakeFormation, lakeFormationAdvice } from '../aws/aws-fault.ts';
import { type ReadingKind, readKind } from './reading-statement.ts';
import type { Result, ResultColumn, Value } from './result.ts';

export interface AthenaOptions {
  readonly client: AthenaClient;
  readonly workgroup: string;
  readonly database: string;
  /** Receives the progress of the query, about once a second. */
  readonly onProgress?: (state: string, seconds: number, scannedBytes: number) => void;
  /** Receives what it scanned and how long it took, once it has ended. */
  readonly onEnd?: (scannedBytes: number, milliseconds: number) => void;
}

/**
 * Runs one query in Athena, its rows page by page. The workgroup decides where the result is stored, how it
 * is encrypted and how much the query may scan.
 *
 * @param signal stops the query in Athena, so that it scans no more
 * @throws BetlakeError where the statement may do more than read; with Athena's reason where it fails or is cancelled
 */
export async function runAthena(options: AthenaOptions, sql: string, signal?: AbortSignal): Promise<Result> {
  const kind = readKind(sql);
  const { client, workgroup, database } = options;
  const started = await client.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: workgroup,
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: database },
    }),
  );
  const id = started.QueryExecutionId as string;
  await waitUntilDone(options, id, signal);
  const pages = paginateGetQueryResults({ client, pageSize: pageRows }, { QueryExecutionId: id });
  const { value: first } = await pages.next();
  const columns = (first?.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(toColumn);
  async function* batches() {
    const rows = first?.ResultSet?.Rows ?? [];
    yield toRows(columns, hasHead(kind, columns, rows[0]) ? rows.slice(1) : rows);
    for await (const page of pages) yield toRows(columns, page.ResultSet?.Rows ?? []);
  }
  return { columns, batches: batches() };
}

/**
 * Whether the first row of the first page names the columns. It does for every SELECT and for no SHOW or DESCRIBE, which
 * the reference does not say: https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html
 * Of EXPLAIN it is seen by what it holds.
 */
function hasHead(kind: ReadingKind, columns: readonly ResultColumn[], first: Row | undefined): boolean {
  if (kind !== 'explain') return kind === 'select';
  return columns.every(({ name }, index) => first?.Data?.[index]?.VarCharValue === name);
}

/** As many as Athena gives at once. */
const pageRows = 1000;

async function waitUntilDone(options: AthenaOptions, id: string, signal?: AbortSignal): Promise<void> {
  const begun = Date.now();
  for (let pause = 100; ; pause = Math.min(pause * 1.5, 1000)) {
    const { QueryExecution: execution } = await options.client.send(
      new GetQueryExecutionCommand({ QueryExecutionId: id }),
    );
    const state = execution?.Status?.State ?? 'QUEUED';
    const scanned = execution?.Statistics?.DataScannedInBytes ?? 0;
    if (state === 'SUCCEEDED') {
      options.onEnd?.(scanned, execution?.Statistics?.TotalExecutionTimeInMillis ?? Date.now() - begun);
      return;
    }
    if (state === 'FAILED' || state === 'CANCELLED') throw new BetlakeError(explain(execution, state));
    options.onProgress?.(state.toLowerCase(), (Date.now() - begun) / 1000, scanned);
    if (signal?.aborted) {
      await options.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
      throw new BetlakeError('the query was stopped because its client is gone');
    }
    await wait(pause);
  }
}

function explain(execution: QueryExecution | undefined, state: string): string {
  const reason = execution?.Status?.StateChangeReason ?? 'Athena gives no reason';
  const advice = isOfLakeFormation(reason) ? `. ${lakeFormationAdvice}` : '';
  return `the query ${state === 'FAILED' ? 'failed' : 'was cancelled'} in Athena: ${reason}${advice}`;
}

function toColumn({ Name, Type, Precision, Scale }: ColumnInfo): ResultColumn {
  return { name: Name ?? '', type: toTypeName(Type ?? 'varchar', Precision, Scale) };
}

/** Athena's type as DuckDB names it, as in all results. */
function toTypeName(type: string, precision = 38, scale = 0): string {
  switch (type) {
    case 'decimal':
      return `DECIMAL(${precision},${scale})`;
    case 'varchar':
    case 'char':
      return 'VARCHAR';
    case 'timestamp':
      return 'TIMESTAMP_MS';
    default:
      return type.toUpperCase();
  }
}

function toRows(columns: readonly ResultColumn[], rows: readonly Row[]): Value[][] {
  return rows.map(({ Data = [] }) => {
    const texts = Data.map(({ VarCharValue }) => VarCharValue);
    // The rows of DESCRIBE come as one text, its columns filled up with spaces and parted by tabs.
    const parted =
      columns.length > 1 && texts.length === 1 ? texts[0]?.split('\t').map((text) => text.trimEnd()) : texts;
    return columns.map(({ type }, index) => toValue(type, parted?.[index]));
  });
}

function toValue(type: string, text: string | undefined): Value {
  if (text === undefined) return null;
  switch (type) {
    case 'BIGINT':
      return BigInt(text);
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'DOUBLE':
    case 'FLOAT':
    case 'REAL':
      return Number(text);
    case 'BOOLEAN':
      return text === 'true';
    case 'TIMESTAMP_MS':
      return text.replace(/\.0+$/, '');
    default:
      return text;
  }
}
