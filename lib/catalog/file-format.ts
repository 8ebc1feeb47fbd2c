import type { CfnTable } from 'aws-cdk-lib/aws-glue';

/** How the files of a table are read. */
export type FileFormat = 'parquet-by-manifest' | 'json-lines';

/** What a StorageDescriptor and a table's parameters say of each format. */
export interface Serialization {
  readonly inputFormat: string;
  readonly outputFormat: string;
  readonly serdeInfo: CfnTable.SerdeInfoProperty;
  readonly parameters: Readonly<Record<string, string>>;
}

const outputFormat = 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat';

export const serialization: Readonly<Record<FileFormat, Serialization>> = {
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
      // Keys of maps are fields of landing lines, which two cases can tell apart; ours are lower case as they are.
      parameters: { 'case.insensitive': 'FALSE' },
    },
    parameters: { classification: 'json' },
  },
};
