import { createHash } from 'node:crypto';
import { datasetNames, datasets } from '../../glue/datasets/index.ts';
import type { Dataset, DatasetName } from '../../glue/schema.ts';
import type { ConvertLimits } from './convert-object.ts';
import { toTellingColumns } from './dataset-evidence.ts';

/** What a line becomes depends on, beside the line. */
export interface ConverterSettings {
  /** The first day a bet may have. */
  readonly firstDate: string;
  readonly limits: ConvertLimits;
}

/**
 * Changes whenever the same bytes could become other rows. It stands in the names of a load's files and in its
 * record, so that loads by an older converter are found and done again.
 */
export function toConverterId(dataset: Dataset, { firstDate, limits }: ConverterSettings): string {
  const parts = JSON.stringify([
    converterVersion,
    dataset.columns.map(({ name, type, required, dateOnly }) => [name, type, required, dateOnly]),
    toTellingColumns(dataset),
    firstDate,
    limits,
  ]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 12);
}

/** That of every data set, by its name. */
export function toConverterIds(settings: ConverterSettings): Readonly<Record<DatasetName, string>> {
  const ids = datasetNames.map((name) => [name, toConverterId(datasets[name], settings)]);
  return Object.fromEntries(ids) as Record<DatasetName, string>;
}

/** Raised by hand when a change of the code changes what a line becomes. */
const converterVersion = 4;
