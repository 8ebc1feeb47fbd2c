import { CfnDatabase, type CfnTable } from 'aws-cdk-lib/aws-glue';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { ArnFormat, Aws, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { views } from '../../glue/views/index.ts';
import type { Configuration } from '../configuration.ts';
import { CatalogTable } from './catalog-table.ts';
import { CatalogView } from './catalog-view.ts';
import { toTables } from './tables.ts';

export interface CatalogProps {
  readonly configuration: Configuration;
  readonly lake: Bucket;
}

/** The database of the lake: a table for every folder of files, a view for every question. */
export class Catalog extends Construct {
  readonly databaseName: string;

  constructor(scope: Construct, id: string, { configuration, lake }: CatalogProps) {
    super(scope, id);
    this.databaseName = `betlake_${configuration.stage}`;
    const database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: this.databaseName, description: `Betlake ${configuration.stage}` },
    });
    const tables: CfnTable[] = toTables(configuration, `s3://${lake.bucketName}/`).map((props) => {
      const table = new CatalogTable(this, toId(props.name, 'Table'), {
        database: this.databaseName,
        ...props,
      });
      table.addResourceDependency(database);
      return table;
    });
    for (const view of views) {
      const created = new CatalogView(this, toId(view.name, 'View'), this.databaseName, view);
      for (const table of tables) created.addResourceDependency(table);
    }
  }

  /** Lets `grantee` see the named tables and views, so that its queries may name them; their data is another right. */
  grantDescribe(grantee: IGrantable, names: readonly string[]): Grant {
    const toArn = (resource: string, resourceName?: string) =>
      Stack.of(this).formatArn({
        service: 'glue',
        resource,
        ...(resourceName === undefined
          ? { arnFormat: ArnFormat.NO_RESOURCE_NAME }
          : { resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME }),
      });
    return Grant.addToPrincipal({
      grantee,
      actions: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'],
      resourceArns: [
        toArn('catalog'),
        // Athena reads it before any query:
        // https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
        toArn('database', 'default'),
        toArn('database', this.databaseName),
        ...names.map((name) => toArn('table', `${this.databaseName}/${name}`)),
      ],
    });
  }
}

/** `player_metrics_daily`, `View` → `PlayerMetricsDailyView`. */
function toId(name: string, kind: string): string {
  return `${name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}${kind}`;
}
