import { toCuratedColumns } from '../../glue/curated.ts';
import { datasetNames, datasets } from '../../glue/datasets/index.ts';
import { loads, quarantineLines } from '../../glue/ledger-tables.ts';
import {
  curatedManifestPrefix,
  ledgerPrefix,
  quarantineFilesPrefix,
  rollupManifestPrefix,
} from '../../glue/prefixes.ts';
import { activity, dimensions } from '../../glue/rollups/index.ts';
import type { Configuration } from '../configuration.ts';
import type { CatalogTableProps, Partition } from './catalog-table.ts';

/**
 * The day of curated rows. The range ends where the converter's does: at the day after today, so that a query
 * without a filter lists no day that cannot be there.
 */
function toDay({ dateRange }: Configuration): Partition {
  return {
    name: 'dt',
    meaning: 'The UTC date the rows are filed under, as text: filter on it to read few files.',
    hiveType: 'string',
    projection: {
      type: 'date',
      format: 'yyyy-MM-dd',
      range: `${dateRange.first},NOW+1DAYS`,
      interval: '1',
      'interval.unit': 'DAYS',
    },
  };
}

/** The year of activity: few prefixes, within which the files' own statistics find the days. */
function toYear({ dateRange }: Configuration): Partition {
  return {
    name: 'year',
    meaning: 'The year of bet_date.',
    hiveType: 'int',
    projection: { type: 'integer', range: `${dateRange.first.slice(0, 4)},${dateRange.last.slice(0, 4)}` },
  };
}

/** The folder of a data set; not called `dataset`, because that is a column of the files themselves. */
function toDatasetFolder(names: readonly string[] = datasetNames): Partition {
  return {
    name: 'dataset_folder',
    meaning: 'The data set, as the folder is called: filter on it to read few files.',
    hiveType: 'string',
    projection: { type: 'enum', values: names.join(',') },
  };
}

/** The day lines were refused on; from when the oldest that is kept was. */
function toLoadDate({ days }: Configuration): Partition {
  return {
    name: 'load_date',
    meaning: 'The UTC day of the load, as text: filter on it to read few files.',
    hiveType: 'string',
    projection: {
      type: 'date',
      format: 'yyyy-MM-dd',
      range: `NOW-${days.quarantine + 1}DAYS,NOW+1DAYS`,
      interval: '1',
      'interval.unit': 'DAYS',
    },
  };
}

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
      description: `Every row of the live files: ${datasets[name].rowMeaning}.`,
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
    description: `The rollup that every metric is read from: ${activity.rowMeaning}.`,
    columns: activity.columns,
    format: 'parquet-by-manifest',
    location,
    partitions: [toYear(configuration)],
    locationTemplate: `${location}year=\${year}/`,
  };
}

function toDimensionTables(lake: string): Table[] {
  return dimensions.map(({ name, rowMeaning, columns }) => ({
    name,
    description: `A rollup: ${rowMeaning}.`,
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
    description: `The ledger: ${loads.rowMeaning}.`,
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
    description: `Refused lines of current and former versions: ${quarantineLines.rowMeaning}.`,
    columns: quarantineLines.columns,
    format: 'json-lines',
    location: `${lake}quarantine/`,
    partitions: [folder, day],
    locationTemplate: `${lake}${quarantineFilesPrefix(`\${${folder.name}}`)}\${${day.name}}/`,
  };
}
