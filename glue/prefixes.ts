/*
 * Where things lie in the lake: what the functions write below, what their roles may reach and what the
 * catalog's tables point at. Every prefix ends in `/`; a data set or rollup is given by its name.
 */

/** The ledger's records of a data set. */
export const ledgerPrefix = (dataset: string) => `loads/${dataset}/`;

export const curatedFilesPrefix = (dataset: string) => `curated/${dataset}/files/`;
/** One manifest a day, below `dt=<day>/`. */
export const curatedManifestPrefix = (dataset: string) => `curated/${dataset}/manifest/`;

/** Refused lines, below the day of the load. */
export const quarantineFilesPrefix = (dataset: string) => `quarantine/${dataset}/files/`;

export const rollupFilesPrefix = (rollup: string) => `rollup/${rollup}/files/`;
/** Activity's manifests lie below `year=<year>/`, a dimension's one at the prefix itself. */
export const rollupManifestPrefix = (rollup: string) => `rollup/${rollup}/manifest/`;

/** Records of landing objects that no data set takes; beside the data sets' records. */
export const unsupportedRecordsPrefix = 'loads/unsupported/';

/** Which format the lake has: functions of an earlier version refuse to write to it. */
export const lakeFormatKey = 'format.json';

/** What the last sweeps found that nothing names. */
export const unnamedFilesKey = 'sweep/unnamed.json';
