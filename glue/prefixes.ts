import type { DatasetName } from './dataset.ts';
import type { RollupName } from './rollups.ts';

/*
 * Where things lie in the lake: what the functions write below, what their roles may reach and what the
 * catalog's tables point at. Every prefix ends in `/`.
 */

/** The ledger's records of a data set. */
export const ledgerPrefix = (dataset: DatasetName) => `loads/${dataset}/`;

export const curatedFilesPrefix = (dataset: DatasetName) => `curated/${dataset}/files/`;
/** One manifest a day, below `dt=<day>/`. */
export const curatedManifestPrefix = (dataset: DatasetName) => `curated/${dataset}/manifest/`;

/** Refused lines, below the day of the load. */
export const quarantineFilesPrefix = (dataset: DatasetName) => `quarantine/${dataset}/files/`;

export const rollupFilesPrefix = (rollup: RollupName) => `rollup/${rollup}/files/`;
/** Activity's manifests lie below `year=<year>/`, a dimension's one at the prefix itself. */
export const rollupManifestPrefix = (rollup: RollupName) => `rollup/${rollup}/manifest/`;

/** What the days of activity were computed by. */
export const activityDefinitionKey = 'rollup/activity/definition.json';
