import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { Aws } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { typeNames } from '../../glue/schema.ts';
import type { View } from '../../glue/views/view.ts';
import { toGlueColumns } from './catalog-table.ts';

/** Athena recognizes a view by this comment, and Trino skips a view with any other description. */
const mark = 'Presto View';

/**
 * A view as Athena itself would store it, made without running a query: the SQL and its columns as JSON, in
 * base64, in a comment. CDK has no construct for it (aws/aws-cdk#13721).
 *
 * The columns are the view's declaration; where they differ from what the SQL yields, the view is stale.
 */
export class CatalogView extends CfnTable {
  constructor(scope: Construct, id: string, database: string, view: View) {
    super(scope, id, {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: database,
      tableInput: {
        name: view.name,
        description: mark,
        owner: 'betlake',
        tableType: 'VIRTUAL_VIEW',
        parameters: { presto_view: 'true', comment: mark },
        viewOriginalText: `/* ${mark}: ${toDefinition(database, view)} */`,
        viewExpandedText: `/* ${mark} */`,
        // Both are empty in a view that Athena created; without them, queries fail
        // (hashicorp/terraform-provider-aws#28517).
        partitionKeys: [],
        storageDescriptor: { columns: toGlueColumns(view.columns), serdeInfo: {} },
      },
    });
  }
}

function toDefinition(database: string, { sql, columns }: View): string {
  const definition = {
    originalSql: sql,
    catalog: 'awsdatacatalog',
    schema: database,
    columns: columns.map(({ name, type }) => ({ name, type: typeNames(type).trino })),
  };
  return Buffer.from(JSON.stringify(definition)).toString('base64');
}
