import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { rollupFilesPrefix, rollupManifestPrefix } from '../../glue/prefixes.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Lake } from '../storage/lake.ts';
import { listMetricsViews, metricsRollups } from './metrics-tables.ts';
import type { Workgroup } from './workgroup.ts';

export interface MetricsReaderProps {
  readonly catalog: Catalog;
  readonly lake: Lake;
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
