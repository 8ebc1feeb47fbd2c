import { resolve } from 'node:path';
import { explainAwsFault } from '../../client/aws/aws-fault.ts';
import { FolderStore } from '../../client/local/folder-store.ts';
import { readLakeConfiguration } from '../../client/local/lake-configuration.ts';
import { mustBeLake } from '../../client/local/lake-folder.ts';
import { mustBeCurrentFormat } from '../../client/local/lake-format.ts';
import { findPendingRefresh } from '../../client/local/pending-refresh.ts';
import { openLakeLazily } from '../../client/local/query-lake.ts';
import type { LakeQueries } from '../../client/queries/result.ts';
import { runDuckDb } from '../../client/queries/run-duckdb.ts';
import { toQueryUsd } from '../../cost/estimate-bill.ts';
import { readPrices } from '../../cost/read-inputs.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { showCount, showCountOf, startProgress } from '../output/progress.ts';
import { defaultStack, toLakeOption } from './options.ts';

/** Which lake to query: a folder, or a deployed stack. */
export interface LakeChoice {
  readonly lake: string;
  /** The stack's name; true for the one of the default stage. */
  readonly athena?: string | true | undefined;
}

/**
 * Opens a lake for queries, and closes it after `use`.
 *
 * @throws BetlakeError where there is no lake in the folder, or no such stack
 */
export async function withLake<T>(choice: LakeChoice, use: (lake: LakeQueries) => Promise<T>): Promise<T> {
  if (choice.athena !== undefined)
    return use(await openAthena(choice.athena === true ? defaultStack : choice.athena));
  const folder = choice.lake;
  await mustBeQueryable(folder);
  const { debits } = await readLakeConfiguration(new FolderStore(resolve(folder)));
  const reader = await openLakeLazily(folder);
  try {
    const run: LakeQueries['run'] = async (sql, signal) => {
      await reader.bind(sql);
      return runDuckDb(reader.connection, sql, signal);
    };
    return await use({ engine: 'duckdb', debits, run });
  } finally {
    await reader.close();
  }
}

/**
 * Checks that a folder holds a lake, and warns on stderr where its rollups lack loaded rows: the results would look
 * complete, or as if nothing had been loaded.
 *
 * @throws BetlakeError where there is none, or one of another format
 */
export async function mustBeQueryable(folder: string): Promise<void> {
  await mustBeLake(folder);
  await mustBeCurrentFormat(folder);
  if (warned.has(folder)) return;
  warned.add(folder);
  const pending = await findPendingRefresh(folder);
  if (!pending) return;
  const files = `${showCountOf(pending.files, 'file')} loaded`;
  const days = pending.days > 0 ? `${showCountOf(pending.days, 'day')} ` : '';
  process.stderr.write(
    `warning: ${files}, ${days}not refreshed yet, so results lack their rows; wait for the ingest if one is running, else run: betlake refresh${toLakeOption(folder)}\n`,
  );
}

/** Folders that this process has warned of: a command may open its lake more than once. */
const warned = new Set<string>();

/** Imports the clients of AWS only when they are used. */
async function openAthena(stack: string): Promise<LakeQueries> {
  const { AthenaClient } = await import('@aws-sdk/client-athena');
  const { findDeployment } = await import('../../client/aws/deployment.ts');
  const { runAthena } = await import('../../client/queries/run-athena.ts');
  const { workgroup, database, debits } = await findDeployment(stack);
  const client = new AthenaClient({});
  const prices = readPrices();
  return {
    engine: 'athena',
    debits,
    async run(sql, signal) {
      const progress = startProgress('the query is queued in Athena');
      const result = runAthena(
        {
          client,
          workgroup,
          database,
          onProgress: (state, seconds, bytes) =>
            progress.update(
              `the query is ${state}, ${seconds.toFixed(0)} s, ${showMegabytes(bytes)} scanned`,
            ),
          onEnd: (bytes, milliseconds) =>
            process.stderr.write(
              `${(milliseconds / 1000).toFixed(1)} s, ${showMegabytes(bytes)} scanned, about ${toQueryUsd(bytes, prices).toFixed(6)} USD\n`,
            ),
        },
        sql,
        signal,
      );
      return result
        .catch((error: unknown) => {
          const reason = explainAwsFault(error);
          throw reason === undefined ? error : new BetlakeError(reason, { cause: error });
        })
        .finally(() => progress.end());
    },
  };
}

function showMegabytes(bytes: number): string {
  return `${showCount(Math.ceil(bytes / 1e6))} MB`;
}
