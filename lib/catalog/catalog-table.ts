import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { Aws } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { type Column, typeNames } from '../../glue/schema.ts';

/** How the files of a table are read. */
type FileFormat = 'parquet-by-manifest' | 'json-lines';

const outputFormat = 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat';

/** The StorageDescriptor and table parameters of each format. */
interface Serialization {
  readonly inputFormat: string;
  readonly outputFormat: string;
  readonly serdeInfo: CfnTable.SerdeInfoProperty;
  readonly parameters: Readonly<Record<string, string>>;
}

const serialization: Readonly<Record<FileFormat, Serialization>> = {
  // The location holds manifests, the manifests name the Parquet files: as Athena reads S3 Inventory.
  'parquet-by-manifest': {
    inputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
    outputFormat,
    serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
    parameters: { classification: 'parquet' },
  },
  'json-lines': {
    inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
    outputFormat,
    serdeInfo: {
      serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
      // Keys of maps are fields of landing lines, which may differ in case alone; our own fields are lower case.
      parameters: { 'case.insensitive': 'FALSE' },
    },
    parameters: { classification: 'json' },
  },
};

export interface CatalogTableProps {
  readonly database: string;
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
  readonly format: FileFormat;
  /** `s3://…/`; of a partitioned table, the folder above its partitions. */
  readonly location: string;
  readonly partitions?: readonly Partition[];
  /** The location of a partition, with its keys as `${key}`; required with `partitions`. */
  readonly locationTemplate?: string;
}

/** A partition key whose values are worked out from a range, not registered. */
export interface Partition {
  readonly name: string;
  readonly meaning: string;
  readonly hiveType: 'string' | 'int';
  /** The properties after `projection.<name>.`. */
  readonly projection: Readonly<Record<string, string>>;
}

/**
 * A table over files, as Athena finds it: columns from their declaration, partitions projected, no crawler.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection-setting-up.html
 */
export class CatalogTable extends CfnTable {
  constructor(scope: Construct, id: string, props: CatalogTableProps) {
    const { inputFormat, outputFormat, serdeInfo, parameters } = serialization[props.format];
    super(scope, id, {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: props.database,
      tableInput: {
        name: props.name,
        description: props.description,
        owner: 'betlake',
        tableType: 'EXTERNAL_TABLE',
        parameters: { EXTERNAL: 'TRUE', ...parameters, ...toProjection(props) },
        partitionKeys: (props.partitions ?? []).map(({ name, hiveType, meaning }) => ({
          name,
          type: hiveType,
          comment: meaning,
        })),
        storageDescriptor: {
          columns: toGlueColumns(props.columns),
          location: props.location,
          inputFormat,
          outputFormat,
          serdeInfo,
        },
      },
    });
  }
}

/** Glue's limit: https://docs.aws.amazon.com/glue/latest/webapi/API_Column.html */
const maxComment = 255;

/** Columns as a StorageDescriptor lists them, in Hive's words for types. */
export function toGlueColumns(columns: readonly Column[]): CfnTable.ColumnProperty[] {
  return columns.map(({ name, type, meaning }) => ({
    name,
    type: typeNames(type).hive,
    comment: meaning.slice(0, maxComment),
  }));
}

function toProjection({ partitions, locationTemplate }: CatalogTableProps): Record<string, string> {
  if (!partitions || locationTemplate === undefined) return {};
  const settings = partitions.flatMap(({ name, projection }) =>
    Object.entries(projection).map(([setting, value]) => [`projection.${name}.${setting}`, value]),
  );
  return {
    'projection.enabled': 'true',
    ...Object.fromEntries(settings),
    'storage.location.template': locationTemplate,
  };
}
