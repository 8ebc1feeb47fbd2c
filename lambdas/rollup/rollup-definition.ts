import { createHash } from 'node:crypto';
import { toActivitySql } from '../../glue/rollups.ts';
import { StaleObjectError } from '../lake/errors.ts';
import { activityDefinitionKey } from '../lake/keys.ts';
import { listLoadRecords } from '../lake/ledger.ts';
import type { RollupContext } from './context.ts';

type DefinitionContext = Pick<RollupContext, 'store' | 'definition'>;

/** What a day's rows depend on beside its bets. */
function toDefinitionId({ definition }: DefinitionContext): string {
  const { stakeTypes, voidStatuses } = definition;
  const sorted = {
    ...definition,
    stakeTypes: stakeTypes.toSorted((a, b) => a - b),
    voidStatuses: voidStatuses.toSorted(),
  };
  const sql = toActivitySql('bets', '2000-01-01', sorted);
  return createHash('sha256').update(sql).digest('hex').slice(0, 16);
}

/**
 * The days that were computed by another definition than today's: all of them, or none. Where there are some,
 * it is noted that no definition holds until `markDefinition`: a run that is broken off leaves days of both,
 * and none may be taken for right should the first definition come back.
 */
export async function listRedefinedDays(context: DefinitionContext): Promise<string[]> {
  const standing = await context.store.get(activityDefinitionKey);
  if (!standing || readId(standing.body) === toDefinitionId(context)) return [];
  if (readId(standing.body) !== null) await putDefinition(context, null, standing.etag);
  const days = new Set<string>();
  for await (const { record } of listLoadRecords(context.store, 'bets'))
    for (const day of record.dates) days.add(day);
  return [...days].sort();
}

/** Notes that every day was computed by today's definition. */
export async function markDefinition(context: DefinitionContext): Promise<void> {
  const standing = await context.store.get(activityDefinitionKey);
  const id = toDefinitionId(context);
  if (standing && readId(standing.body) === id) return;
  await putDefinition(context, id, standing?.etag);
}

async function putDefinition(
  { store }: DefinitionContext,
  definition: string | null,
  expected: string | undefined,
): Promise<void> {
  try {
    await store.put(activityDefinitionKey, `${JSON.stringify({ definition })}\n`, expected);
  } catch (error) {
    if (!(error instanceof StaleObjectError)) throw error;
  }
}

function readId(body: Buffer): unknown {
  return (JSON.parse(body.toString('utf8')) as { definition?: unknown }).definition;
}
