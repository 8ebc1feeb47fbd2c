import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { datasetNames } from '../../glue/datasets/index.ts';
import { ledgerTables } from '../../glue/ledger-tables.ts';
import { rollupFilesPrefix, rollupManifestPrefix } from '../../glue/prefixes.ts';
import {
  activity,
  dimensions,
  gameDimension,
  playerDimension,
  type Rollup,
} from '../../glue/rollups/index.ts';
import { views } from '../../glue/views/index.ts';
import type { View } from '../../glue/views/view.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { LakeBucket } from '../storage/lake-bucket.ts';
import type { Workgroup } from './workgroup.ts';

/** The rollups that metrics are read from; of players they hold key, country and currency alone. */
const metricsRollups: readonly Rollup[] = [activity, playerDimension, gameDimension];

/**
 * The views that are declared for readers of metrics.
 *
 * @throws Error naming one that reads more than those rollups, on which its readers would have no right
 */
export function listMetricsViews(all: readonly View[] = views): View[] {
  const open = new Set<string>(metricsRollups.map(({ name }) => name));
  const closed = new Set<string>([
    ...datasetNames,
    ...ledgerTables.map(({ name }) => name),
    ...dimensions.map(({ name }) => name).filter((name) => !open.has(name)),
  ]);
  const shown = all.filter(({ template }) => template.forMetricsReaders);
  for (const { name, sql } of shown) {
    const source = listSources(sql).find((each) => closed.has(each));
    if (source !== undefined)
      throw new Error(
        `the view ${name} is declared for readers of metrics and reads ${source}, on which they have no right: leave forMetricsReaders out`,
      );
  }
  return shown;
}

/** What a query reads from: what follows `from` and `join`. */
function listSources(sql: string): string[] {
  return [...sql.matchAll(/\b(?:from|join)\s+(\w+)/g)].map(([, name]) => name ?? '');
}

export interface MetricsReaderProps {
  readonly catalog: Catalog;
  readonly lake: LakeBucket;
  readonly workgroup: Workgroup;
}

/**
 * What someone who reads metrics needs, to be attached to a user, group or role: queries in a workgroup of their
 * own over the rollups behind the metrics. No landing, no quarantine, no curated rows, no player's profile.
 */
export class MetricsReader extends ManagedPolicy {
  constructor(scope: Construct, id: string, { catalog, lake, workgroup }: MetricsReaderProps) {
    super(scope, id, { description: 'Query the metrics of Betlake' });
    const prefixes = metricsRollups.flatMap(({ name }) => [
      rollupManifestPrefix(name),
      rollupFilesPrefix(name),
    ]);
    workgroup.grantQuery(this);
    catalog.grantDescribe(
      this,
      [...metricsRollups, ...listMetricsViews()].map(({ name }) => name),
    );
    lake.grantGetBelow(this, prefixes);
    lake.grantListBelow(this, prefixes);
    lake.grantLocate(this);
  }
}
