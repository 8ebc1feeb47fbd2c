import type { DatasetName } from '../../glue/dataset.ts';
import { datasets } from '../../glue/datasets.ts';
import { dimensions } from '../../glue/rollups.ts';
import type { RollupContext } from './context.ts';
import { publishDay } from './publish-day.ts';
import { rollUpDay } from './roll-up-day.ts';
import { rollUpDimension } from './roll-up-dimension.ts';

/** A day of a data set whose loads have changed. */
export interface Touch {
  readonly dataset: DatasetName;
  readonly date: string;
}

/** Answers the touch of a day: publishes its curated files and, for bets, its activity. */
export async function rollUpTouchedDay(context: RollupContext, { dataset, date }: Touch): Promise<void> {
  if (dataset === 'bets') await rollUpDay(context, date);
  await publishDay(context, datasets[dataset], date);
}

/** Answers the touches of a data set as a whole: what is kept of its newest rows. */
export async function rollUpDimensionsOf(context: RollupContext, dataset: DatasetName): Promise<void> {
  for (const dimension of dimensions) {
    if (dimension.dataset.name === dataset) await rollUpDimension(context, dimension);
  }
}
