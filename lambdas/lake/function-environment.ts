import * as z from 'zod';
import type { ActivityDefinition } from '../../glue/rollups/definition.ts';
import { BetlakeError } from './errors.ts';
import { parseJson } from './parse-json.ts';

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

/** The variables that a day's definition is made of. */
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

/**
 * Reads what a function is told by its environment: the named variables, and no other need be there.
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
