import { datasetNames, datasets } from '../../glue/datasets.ts';
import { toCuratedColumns } from '../../glue/derive/to-curated-columns.ts';
import { loads, quarantineLines } from '../../glue/ledger-tables.ts';
import {
  curatedManifestPrefix,
  ledgerPrefix,
  quarantineFilesPrefix,
  rollupManifestPrefix,
} from '../../glue/prefixes.ts';
import { activity, dimensions } from '../../glue/rollups.ts';
import type { Configuration } from '../configuration.ts';
import type { CatalogTableProps } from './catalog-table.ts';
import { toDatasetFolder, toDay, toLoadDate, toYear } from './partitions.ts';

type Table = Omit<CatalogTableProps, 'database'>;

/**
 * Every table of the lake, from the declarations.
 *
 * @param lake where the lake begins: `s3://<bucket>/`
 */
export function toTables(configuration: Configuration, lake: string): Table[] {
  return [
    ...toCuratedTables(configuration, lake),
    toActivityTable(configuration, lake),
    ...toDimensionTables(lake),
    toLoadsTable(lake),
    toQuarantineTable(configuration, lake),
  ];
}

function toCuratedTables(configuration: Configuration, lake: string): Table[] {
  return datasetNames.map((name) => {
    const location = `${lake}${curatedManifestPrefix(name)}`;
    return {
      name,
      description: `Every accepted row that counts: ${datasets[name].grain}.`,
      columns: toCuratedColumns(datasets[name]),
      format: 'parquet-by-manifest',
      location,
      partitions: [toDay(configuration)],
      locationTemplate: `${location}dt=\${dt}/`,
    };
  });
}

function toActivityTable(configuration: Configuration, lake: string): Table {
  const location = `${lake}${rollupManifestPrefix(activity.name)}`;
  return {
    name: activity.name,
    description: `The rollup that every metric is read from: ${activity.grain}.`,
    columns: activity.columns,
    format: 'parquet-by-manifest',
    location,
    partitions: [toYear(configuration)],
    locationTemplate: `${location}year=\${year}/`,
  };
}

function toDimensionTables(lake: string): Table[] {
  return dimensions.map(({ name, grain, columns }) => ({
    name,
    description: `A rollup: ${grain}.`,
    columns,
    format: 'parquet-by-manifest',
    location: `${lake}${rollupManifestPrefix(name)}`,
  }));
}

function toLoadsTable(lake: string): Table {
  // Beside the data sets' folders: the records of objects that no data set takes.
  const folder = toDatasetFolder([...datasetNames, 'unsupported']);
  return {
    name: loads.name,
    description: `The ledger: ${loads.grain}.`,
    columns: loads.columns,
    format: 'json-lines',
    location: `${lake}loads/`,
    partitions: [folder],
    locationTemplate: `${lake}${ledgerPrefix(`\${${folder.name}}`)}`,
  };
}

function toQuarantineTable(configuration: Configuration, lake: string): Table {
  const folder = toDatasetFolder();
  const day = toLoadDate(configuration);
  return {
    name: quarantineLines.name,
    description: `What was refused, whether it counts or not: ${quarantineLines.grain}.`,
    columns: quarantineLines.columns,
    format: 'json-lines',
    location: `${lake}quarantine/`,
    partitions: [folder, day],
    locationTemplate: `${lake}${quarantineFilesPrefix(`\${${folder.name}}`)}\${${day.name}}/`,
  };
}
