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
  const parts = JSON.stringify([Object.entries(sorted).sort(), toActivitySql('bets', '2000-01-01', sorted)]);
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
  for await (const { key: manifestKey } of store.list(rollupManifestPrefix(activity.name))) {
    for (const key of (await readManifest(store, manifestKey)).keys) {
      const { owner: date, version } = parseFileKey(key);
      if (version !== id) days.push(date);
    }
  }
  return days.sort().reverse();
}
