import { createHash } from 'node:crypto';
import { datasetNames, datasets } from '../../glue/datasets/index.ts';
import type { Dataset, DatasetName } from '../../glue/schema.ts';
import type { ConvertLimits } from './convert-object.ts';
import { listOwnColumns } from './dataset-evidence.ts';

/** The settings that the rows of a line depend on. */
export interface ConverterSettings {
  /** The first day a bet may have. */
  readonly firstDate: string;
  readonly limits: ConvertLimits;
}

/** Raise it by hand when a change of the code changes the rows of a line. */
const converterVersion = 4;

/**
 * A hash that changes whenever the same bytes could give other rows. It is part of the names of a load's files
 * and of its record, so that a sweep finds loads by an older converter and loads them again.
 */
export function toConverterId(dataset: Dataset, { firstDate, limits }: ConverterSettings): string {
  const parts = JSON.stringify([
    converterVersion,
    dataset.columns.map(({ name, type, required, dateOnly }) => [name, type, required, dateOnly]),
    listOwnColumns(dataset),
    firstDate,
    limits,
  ]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 12);
}

/** The converter id of every data set, by its name. */
export function toConverterIds(settings: ConverterSettings): Readonly<Record<DatasetName, string>> {
  const ids = datasetNames.map((name) => [name, toConverterId(datasets[name], settings)]);
  return Object.fromEntries(ids) as Record<DatasetName, string>;
}
