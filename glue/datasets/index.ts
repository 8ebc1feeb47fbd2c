import type { Dataset } from '../schema.ts';
import { bets } from './bets.ts';
import { games } from './games.ts';
import { players } from './players.ts';

/** Every data set. A new one is added here and nowhere else. */
const declared = [bets, players, games];

export type DatasetName = (typeof declared)[number]['name'];

export const datasets = Object.fromEntries(
  declared.map((dataset) => [dataset.name, dataset]),
) as unknown as Readonly<Record<DatasetName, Dataset>>;

export const datasetNames = declared.map(({ name }) => name) as readonly DatasetName[];

export function isDatasetName(name: string): name is DatasetName {
  return Object.hasOwn(datasets, name);
}
