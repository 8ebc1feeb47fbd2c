import { createHash } from 'node:crypto';
import { rollupManifestPrefix } from '../../glue/prefixes.ts';
import type { ActivityDefinition } from '../../glue/rollups/definition.ts';
import { activity, toActivitySql } from '../../glue/rollups/index.ts';
import { parseFileKey } from '../core/keys.ts';
import { readManifest } from '../core/manifest.ts';
import type { ObjectStore } from '../core/object-store.ts';

/** A hash of what a day's rows depend on beside its bets, the query included; part of the file's name. */
export function toDefinitionId(definition: ActivityDefinition): string {
  const { stakeTypes, voidStatuses } = definition;
  const sorted = {
    ...definition,
    stakeTypes: stakeTypes.toSorted((a, b) => a - b),
    voidStatuses: voidStatuses.toSorted(),
  };
  const parts = JSON.stringify([
    Object.entries(sorted).sort(),
    toActivitySql({ rows: 'bets', definition: sorted }, '2000-01-01'),
  ]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 12);
}

/**
 * The published days whose files were computed with another definition than this one, by their names, newest
 * first. No change is recorded anywhere: as long as there is such a day, it is found, even one that a worker
 * with older code publishes late.
 */
export async function listOutdatedDays(
  store: ObjectStore,
  definition: ActivityDefinition,
): Promise<string[]> {
  const id = toDefinitionId(definition);
  const days: string[] = [];
  for await (const entries of readPublishedDays(store)) {
    for (const { owner: date, version } of entries) if (version !== id) days.push(date);
  }
  return days.sort().reverse();
}

/** What the names of the published days' files contain, a year at a time. */
export async function* readPublishedDays(
  store: ObjectStore,
): AsyncGenerator<ReturnType<typeof parseFileKey>[]> {
  for await (const { key } of store.list(rollupManifestPrefix(activity.name))) {
    yield (await readManifest(store, key)).keys.map(parseFileKey);
  }
}
