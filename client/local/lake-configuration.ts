import * as z from 'zod';
import { defaultDefinition, defaultFirstDate } from '../../glue/rollups/definition.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import type { ObjectStore } from '../../lambdas/core/object-store.ts';

const configuration = z.strictObject({
  /** The first day a bet may have. */
  first_date: z.iso.date().default(defaultFirstDate),
  /** The sign that the source writes debits with. */
  debits: z.enum(['negative', 'positive']).default(defaultDefinition.debits),
  /** Transaction types whose postings place a bet even where no money is staked. */
  stake_types: z.array(z.number().int()).default([...defaultDefinition.stakeTypes]),
  /** Values of bet_status_code whose bets count for nothing. */
  void_statuses: z.array(z.string()).default([...defaultDefinition.voidStatuses]),
  /**
   * What the engine may hold in memory while it rolls up, in MiB. The process needs up to 400 more:
   * with the default it stays under 700 whatever the size of a file or of a day. More is faster for days of
   * millions of bets.
   */
  memory_mib: z.number().int().min(128).default(256),
});

/** The settings of a lake on a laptop, in `lake.json` at its top; in the cloud cdk.json has them. */
export type LakeConfiguration = z.infer<typeof configuration>;

/** The defaults of the settings. */
export const defaultConfiguration: LakeConfiguration = configuration.parse({});

const key = 'lake.json';

/**
 * Reads the lake's configuration, with defaults for settings that it lacks.
 *
 * @throws BetlakeError naming what is wrong in lake.json
 */
export async function readLakeConfiguration(store: ObjectStore): Promise<LakeConfiguration> {
  const object = await store.get(key);
  let settings: unknown = {};
  if (object) {
    try {
      settings = JSON.parse(object.body.toString('utf8'));
    } catch (error) {
      throw new BetlakeError(`${store.toUri(key)} in the lake is not JSON; correct or remove it`, {
        cause: error,
      });
    }
  }
  const read = configuration.safeParse(settings);
  if (!read.success) throw new BetlakeError(`lake.json in the lake: ${z.prettifyError(read.error)}`);
  return read.data;
}
