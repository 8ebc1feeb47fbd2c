import type { Dataset, DatasetName } from '../schema.ts';
import { bets } from './bets.ts';
import { games } from './games.ts';
import { players } from './players.ts';

/** Every data set, by name. A new one is added here and nowhere else. */
export const datasets: Readonly<Record<DatasetName, Dataset>> = { bets, players, games };

export const datasetNames = Object.keys(datasets) as readonly DatasetName[];

export function isDatasetName(name: string): name is DatasetName {
  return Object.hasOwn(datasets, name);
}
