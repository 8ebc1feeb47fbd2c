import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { ActivityDefinition } from '../../glue/rollups/definition.ts';
import { BetlakeError } from './errors.ts';
import { parseJson } from './parse-json.ts';

/** The variables that make up a day's definition. */
export const definitionVariables = [
  'BETLAKE_DEBITS',
  'BETLAKE_STAKE_TYPES',
  'BETLAKE_VOID_STATUSES',
] as const;

export function toDefinition(
  variables: Pick<Environment, (typeof definitionVariables)[number]>,
): ActivityDefinition {
  return {
    debits: variables.BETLAKE_DEBITS,
    stakeTypes: variables.BETLAKE_STAKE_TYPES,
    voidStatuses: variables.BETLAKE_VOID_STATUSES,
  };
}

const environment = z.object({
  BETLAKE_LANDING_BUCKET: z.string().min(1),
  BETLAKE_LAKE_BUCKET: z.string().min(1),
  BETLAKE_LANDING_QUEUE_URL: z.url(),
  BETLAKE_REFRESH_QUEUE_URL: z.url(),
  BETLAKE_FIRST_DATE: z.iso.date(),
  BETLAKE_DEBITS: z.enum(['negative', 'positive']),
  /** A JSON array of whole numbers. */
  BETLAKE_STAKE_TYPES: z.string().transform(parseJson).pipe(z.array(z.number().int())),
  /** A JSON array of texts. */
  BETLAKE_VOID_STATUSES: z.string().transform(parseJson).pipe(z.array(z.string())),
  BETLAKE_MEMORY_MIB: z.coerce.number().int().min(512),
  BETLAKE_SWEEP_WINDOW_DAYS: z.coerce.number().positive(),
  /** How long an invalidation may take from its load to the refresh. */
  BETLAKE_INVALIDATION_SECONDS: z.coerce.number().int().positive(),
});

type Environment = z.infer<typeof environment>;

/**
 * Reads the named variables from the environment of a function; no other need be set.
 *
 * @throws BetlakeError naming what is missing or wrong
 */
export function readEnvironment<K extends keyof Environment>(
  variables: Readonly<Record<string, string | undefined>>,
  names: readonly K[],
): Pick<Environment, K> {
  const mask = Object.fromEntries(names.map((name) => [name, true])) as Record<K, true>;
  const read = environment.pick(mask as Partial<Record<keyof Environment, true>>).safeParse(variables);
  if (!read.success) throw new BetlakeError(`environment of the function: ${z.prettifyError(read.error)}`);
  return read.data as unknown as Pick<Environment, K>;
}

/**
 * Options of the AWS clients in a function: a connection on which nothing moves is given up and retried well
 * before the function times out. There is no limit for a whole request, because uploads are large.
 */
export const clientOptions = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 3_000, socketTimeout: 30_000 },
};

/**
 * Empties the folder that an earlier process of the same execution environment may have left.
 *
 * @returns the folder for everything that is written to local disk
 */
export async function openScratch(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  const scratch = join(folder, 'work');
  await mkdir(scratch, { recursive: true });
  return scratch;
}
