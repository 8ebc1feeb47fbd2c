import { describe, expect, it } from 'vitest';
import { datasetNames, datasets } from '../../glue/datasets/index.ts';
import { ledgerTables } from '../../glue/ledger-tables.ts';
import { dimensions, rollups } from '../../glue/rollups/index.ts';
import { typeNames } from '../../glue/schema.ts';
import { views } from '../../glue/views/index.ts';
import { findResources, flatten, synthesize } from './synthesize.ts';

interface TableInput {
  readonly Name: string;
  readonly Description: string;
  readonly Owner: string;
  readonly TableType: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly PartitionKeys: readonly { readonly Name: string; readonly Type: string }[];
  readonly StorageDescriptor: {
    readonly Columns: readonly { readonly Name: string; readonly Type: string; readonly Comment: string }[];
    readonly Location?: unknown;
    readonly InputFormat?: string;
    readonly OutputFormat?: string;
    readonly SerdeInfo: { readonly SerializationLibrary?: string };
  };
  readonly ViewOriginalText: string;
  readonly ViewExpandedText: string;
}

const { template } = synthesize({ dateRange: { first: '2019-05-01', last: '2030-12-31' } });
const resources = findResources(template, 'AWS::Glue::Table');
const inputs = resources.map(([, { Properties }]) => Properties.TableInput as TableInput);
const find = (name: string) => {
  const found = inputs.find(({ Name }) => Name === name);
  if (!found) throw new Error(`no table ${name}`);
  return found;
};
const textOf = (value: unknown) => flatten(value).replace(/\$\{Lake[0-9A-F]{8}\}/, 'lake');

it('has one database a stage', () => {
  template.hasResourceProperties('AWS::Glue::Database', { DatabaseInput: { Name: 'betlake_test' } });
});

it('has a table for each data set, rollup and ledger table, and every view', () => {
  const declared = [...datasetNames, ...[...rollups, ...ledgerTables, ...views].map(({ name }) => name)];
  expect(inputs.map(({ Name }) => Name).sort()).toEqual(declared.sort());
});

describe('every table', () => {
  const tables = inputs.filter(({ TableType }) => TableType === 'EXTERNAL_TABLE');

  it.each(tables.map((table) => [table.Name, table] as const))(
    '%s has columns of distinct names',
    (_, table) => {
      const names = [...table.StorageDescriptor.Columns, ...(table.PartitionKeys ?? [])].map(
        ({ Name }) => Name,
      );
      expect(new Set(names).size).toBe(names.length);
    },
  );

  it('comes after its database', () => {
    for (const [, { DependsOn }] of resources) expect(DependsOn).toBeDefined();
  });
});

describe('a table of Parquet files', () => {
  it.each([...datasetNames, ...rollups.map(({ name }) => name)])('%s is read through manifests', (name) => {
    expect(find(name).StorageDescriptor).toMatchObject({
      InputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
      OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
    });
  });
});

describe.each(datasetNames)('the table %s', (name) => {
  const { StorageDescriptor, Parameters, PartitionKeys } = find(name);

  it('has the columns that are declared, and where a row came from', () => {
    expect(StorageDescriptor.Columns.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual([
      ...datasets[name].columns.map((column) => `${column.name} ${typeNames(column.type).hive}`),
      'landing_key string',
      'line_number bigint',
    ]);
  });

  it('has a partition a day, from the first day that bets may have to the last that they can', () => {
    expect(PartitionKeys).toMatchObject([{ Name: 'dt', Type: 'string' }]);
    expect(Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.dt.type': 'date',
      'projection.dt.format': 'yyyy-MM-dd',
      'projection.dt.range': '2019-05-01,NOW+1DAYS',
      'projection.dt.interval': '1',
      'projection.dt.interval.unit': 'DAYS',
    });
    expect(textOf(Parameters['storage.location.template'])).toBe(
      `s3://lake/curated/${name}/manifest/dt=\${dt}/`,
    );
    expect(textOf(StorageDescriptor.Location)).toBe(`s3://lake/curated/${name}/manifest/`);
  });
});

describe('the table activity', () => {
  it('has a partition a year', () => {
    const { Parameters, PartitionKeys } = find('activity');
    expect(PartitionKeys).toMatchObject([{ Name: 'year', Type: 'int' }]);
    expect(Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.year.type': 'integer',
      'projection.year.range': '2019,2030',
    });
    expect(textOf(Parameters['storage.location.template'])).toBe(
      `s3://lake/rollup/activity/manifest/year=\${year}/`,
    );
  });
});

describe.each(dimensions.map(({ name }) => name))('the table %s', (name) => {
  it('has no partitions', () => {
    const { Parameters, PartitionKeys, StorageDescriptor } = find(name);
    expect(PartitionKeys).toEqual([]);
    expect(Parameters).not.toHaveProperty('projection.enabled');
    expect(textOf(StorageDescriptor.Location)).toBe(`s3://lake/rollup/${name}/manifest/`);
  });
});

describe('the tables of JSON', () => {
  it('loads has a partition a data set, and one for objects that no data set takes', () => {
    const { Parameters, StorageDescriptor } = find('loads');
    expect(StorageDescriptor.SerdeInfo.SerializationLibrary).toBe('org.openx.data.jsonserde.JsonSerDe');
    expect(Parameters['projection.dataset_folder.values']).toBe([...datasetNames, 'unsupported'].join(','));
    expect(textOf(Parameters['storage.location.template'])).toBe(`s3://lake/loads/\${dataset_folder}/`);
  });

  it('quarantine_lines has a partition a data set and day, for as many days as lines are kept', () => {
    const { Parameters } = find('quarantine_lines');
    expect(Parameters['projection.dataset_folder.values']).toBe(datasetNames.join(','));
    expect(Parameters['projection.load_date.range']).toBe('NOW-91DAYS,NOW+1DAYS');
    expect(textOf(Parameters['storage.location.template'])).toBe(
      `s3://lake/quarantine/\${dataset_folder}/files/\${load_date}/`,
    );
  });
});

describe.each(views.map((view) => [view.name, view] as const))('the view %s', (name, view) => {
  const input = find(name);
  const encoded = /^\/\* Presto View: (.+) \*\/$/.exec(input.ViewOriginalText)?.[1] ?? '';

  it('has what Athena and Trino require', () => {
    expect(input).toMatchObject({
      TableType: 'VIRTUAL_VIEW',
      Description: 'Presto View',
      Owner: 'betlake',
      Parameters: { presto_view: 'true', comment: 'Presto View' },
      PartitionKeys: [],
      ViewExpandedText: '/* Presto View */',
    });
    expect(input.StorageDescriptor.SerdeInfo).toEqual({});
  });

  it('holds its SQL and its declared columns, in the words of Trino and of Hive', () => {
    expect(JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'))).toEqual({
      originalSql: view.sql,
      catalog: 'awsdatacatalog',
      schema: 'betlake_test',
      columns: view.columns.map((column) => ({ name: column.name, type: typeNames(column.type).trino })),
    });
    expect(view.sql).not.toMatch(/;\s*$|`/);
    expect(input.StorageDescriptor.Columns.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual(
      view.columns.map((column) => `${column.name} ${typeNames(column.type).hive}`),
    );
  });

  it('is made after every table', () => {
    const [, resource] = resources.find(([, { Properties }]) => Properties.TableInput === input) ?? [];
    const tables = resources
      .filter(([, { Properties }]) => (Properties.TableInput as TableInput).TableType === 'EXTERNAL_TABLE')
      .map(([id]) => id);
    expect(resource?.DependsOn).toEqual(expect.arrayContaining(tables));
  });
});
