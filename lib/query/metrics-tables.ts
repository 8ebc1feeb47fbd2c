import { datasetNames } from '../../glue/datasets.ts';
import { ledgerTables } from '../../glue/ledger-tables.ts';
import { activity, dimensions, gameDimension, playerDimension, type Rollup } from '../../glue/rollups.ts';
import type { View } from '../../glue/view.ts';
import { views } from '../../glue/views.ts';

/** The rollups that metrics are read from; of players they hold key, country and currency alone. */
export const metricsRollups: readonly Rollup[] = [activity, playerDimension, gameDimension];

/** The views that read those rollups and nothing else. */
export function listMetricsViews(): View[] {
  const open = new Set<string>(metricsRollups.map(({ name }) => name));
  const closed = new Set<string>([
    ...datasetNames,
    ...ledgerTables.map(({ name }) => name),
    ...dimensions.map(({ name }) => name).filter((name) => !open.has(name)),
  ]);
  return views.filter(
    ({ family, sql }) => !family.personal && listSources(sql).every((source) => !closed.has(source)),
  );
}

/** What a query reads from: what follows `from` and `join`. */
function listSources(sql: string): string[] {
  return [...sql.matchAll(/\b(?:from|join)\s+(\w+)/g)].map(([, name]) => name ?? '');
}
