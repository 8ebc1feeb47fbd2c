import type { DatasetName } from '../../glue/dataset.ts';
import { dimensions } from '../../glue/rollups.ts';
import type { Touch } from '../lake/touch-queue.ts';
import type { RollupContext } from './context.ts';
import { publishDay } from './publish-day.ts';
import { rollUpDays } from './roll-up-days.ts';
import { rollUpDimension } from './roll-up-dimension.ts';

export type { Touch } from '../lake/touch-queue.ts';

/** Answers the touch of a day: publishes its curated files and, for bets, its activity. */
export async function rollUpTouchedDay(context: RollupContext, { dataset, date }: Touch): Promise<void> {
  if (dataset === 'bets') await rollUpDays(context, [date]);
  else await publishDay(context, dataset, date);
}

/** Answers the touches of a data set as a whole: what is kept of its newest rows. */
export async function rollUpDimensionsOf(context: RollupContext, dataset: DatasetName): Promise<void> {
  for (const dimension of dimensions) {
    if (dimension.dataset.name === dataset) await rollUpDimension(context, dimension);
  }
}
