import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { type ConvertLimits, defaultLimits } from '../../lambdas/convert/convert-object.ts';
import type { LoadContext } from '../../lambdas/convert/load-object.ts';
import { type Engine, openEngine } from '../../lambdas/core/engine.ts';
import { claimLake, lakeFormat } from '../../lambdas/core/lake-format.ts';
import type { RefreshContext } from '../../lambdas/rollup/context.ts';
import { explainDiskFault } from './disk-fault.ts';
import { FolderStore } from './folder-store.ts';
import { readLakeConfiguration } from './lake-configuration.ts';
import { mustBeLakeOrEmpty } from './lake-folder.ts';
import { mustBeKnownFormat } from './lake-format.ts';
import { lockLake } from './lock.ts';

/** A lake opened for writing: what loads and refreshes depend on, until it is closed. */
export interface LocalLake extends LoadContext, RefreshContext {
  readonly store: FolderStore;
  /** The format that the lake was found in; an older one is brought up to date by the next run that refreshes. */
  readonly format: number;
  readonly engine: Engine;
  readonly now: () => Date;
  readonly scratch: string;
  close(): void;
}

/**
 * Opens the lake in a folder for writing, making it where there is none.
 *
 * @throws BetlakeError where another process is writing to it, a newer version of Betlake has written it, or the folder
 *   holds other things than a lake
 */
export async function openLakeForWriting(
  folder: string,
  options: { readonly now?: () => Date; readonly limits?: Partial<ConvertLimits> } = {},
): Promise<LocalLake> {
  const root = resolve(folder);
  await mustBeLakeOrEmpty(folder);
  const format = await mustBeKnownFormat(root);
  const now = options.now ?? (() => new Date());
  const unlock = await lockLake(root, now());
  try {
    const store = new FolderStore(root);
    const configuration = await readLakeConfiguration(store);
    await rm(store.scratch, { recursive: true, force: true });
    await mkdir(store.scratch, { recursive: true });
    if (format === lakeFormat) await claimLake(store);
    const engine = await openEngine({
      ...localEngineSize(configuration.memory_mib),
      tempDirectory: store.scratch,
      allowedDirectories: [root],
    });
    return {
      store,
      format,
      engine,
      scratch: store.scratch,
      now,
      firstDate: configuration.first_date,
      definition: {
        debits: configuration.debits,
        stakeTypes: configuration.stake_types,
        voidStatuses: configuration.void_statuses,
      },
      limits: { ...defaultLimits, ...options.limits },
      close() {
        engine.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw explainDiskFault(error, root);
  }
}

/** What the engine may use on this machine, all cores of it; beyond `memoryLimitMib` it spills to disk. */
export function localEngineSize(memoryLimitMib: number): { threads: number; memoryLimitMib: number } {
  return { threads: availableParallelism(), memoryLimitMib };
}
