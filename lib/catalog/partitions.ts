import { datasetNames } from '../../glue/datasets.ts';
import type { Configuration } from '../configuration.ts';
import type { Partition } from './catalog-table.ts';

/**
 * The day of curated rows. The range ends where the converter's does: at the day after today, so that a query
 * without a filter lists no day that cannot be there.
 */
export function toDay({ dateRange }: Configuration): Partition {
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
export function toYear({ dateRange }: Configuration): Partition {
  return {
    name: 'year',
    meaning: 'The year of bet_date.',
    hiveType: 'int',
    projection: { type: 'integer', range: `${dateRange.first.slice(0, 4)},${dateRange.last.slice(0, 4)}` },
  };
}

/** The folder of a data set; not called `dataset`, because that is a column of the files themselves. */
export function toDatasetFolder(names: readonly string[] = datasetNames): Partition {
  return {
    name: 'dataset_folder',
    meaning: 'The data set, as the folder is called: filter on it to read few files.',
    hiveType: 'string',
    projection: { type: 'enum', values: names.join(',') },
  };
}

/** The day lines were refused on; from when the oldest that is kept was. */
export function toLoadDate({ days }: Configuration): Partition {
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
