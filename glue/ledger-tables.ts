import { type Column, instant, nested, text, whole } from './schema.ts';

/** A table over JSON objects that Betlake writes about its own work. */
export interface LedgerTable {
  readonly name: 'loads' | 'quarantine_lines';
  readonly rowMeaning: string;
  readonly columns: readonly Column[];
}

const texts = nested({
  duckdb: 'VARCHAR[]',
  hive: 'array<string>',
  trino: 'array(varchar)',
});

const numbers = nested({
  duckdb: 'BIGINT[]',
  hive: 'array<bigint>',
  trino: 'array(bigint)',
});

const counts = nested({
  duckdb: 'MAP(VARCHAR, BIGINT)',
  hive: 'map<string,bigint>',
  trino: 'map(varchar, bigint)',
});

const files = nested({
  duckdb: 'STRUCT("date" VARCHAR, "key" VARCHAR, rows_count BIGINT)[]',
  hive: 'array<struct<date:string,key:string,rows_count:bigint>>',
  trino: 'array(row(date varchar, key varchar, rows_count bigint))',
});

const faults = nested({
  duckdb: 'STRUCT("column" VARCHAR, code VARCHAR, message VARCHAR)[]',
  hive: 'array<struct<column:string,code:string,message:string>>',
  trino: 'array(row(column varchar, code varchar, message varchar))',
});

/** The ledger: one object a landing object, below `loads/<dataset>/`. */
export const loads: LedgerTable = {
  name: 'loads',
  rowMeaning: 'one landing object',
  columns: [
    { name: 'dataset', type: text, meaning: 'The data set it belongs to.' },
    { name: 'landing_key', type: text, meaning: 'Its key: the data set and the path below its folder.' },
    { name: 'load_id', type: text, meaning: 'The hash of its key.' },
    {
      name: 'status',
      type: text,
      meaning:
        '`loaded`; `failed`: the newest version was refused as a whole or in every line, what an earlier one had loaded still counts; `unloaded`: taken out until a new version comes, by hand or, where it is a replay, because its original has a newer version.',
    },
    {
      name: 'object_version',
      type: text,
      meaning: 'The current version: on S3 its version id, on a laptop the hash of its content.',
    },
    { name: 'object_size', type: whole, unit: 'bytes', meaning: 'Its size as stored.' },
    {
      name: 'source',
      type: text,
      meaning: 'The absolute path that version was read from, on a laptop; NULL on S3.',
    },
    {
      name: 'replay_of',
      type: text,
      meaning: 'The key whose refused lines it corrects; NULL where it is no replay.',
    },
    {
      name: 'replay_of_version',
      type: text,
      meaning:
        'The version of that key whose lines it corrects: where the key has another one, it is unloaded.',
    },
    {
      name: 'replayed_lines',
      type: numbers,
      meaning:
        'The numbers of the lines it corrects, in the order of its own; NULL where not known, as on S3.',
    },
    { name: 'converter', type: text, meaning: 'The converter that read it; another one reads it again.' },
    { name: 'attempt', type: text, meaning: 'The attempt whose files are live.' },
    { name: 'loaded_dt', type: instant, meaning: 'When that attempt began, UTC.' },
    { name: 'lines', type: whole, unit: 'lines', meaning: 'Its lines: accepted + quarantined + blank.' },
    { name: 'accepted', type: whole, unit: 'lines', meaning: 'Lines that became rows.' },
    { name: 'quarantined', type: whole, unit: 'lines', meaning: 'Lines that were refused.' },
    { name: 'blank', type: whole, unit: 'lines', meaning: 'Lines that are empty or only spaces.' },
    {
      name: 'unknown_fields',
      type: counts,
      meaning: 'Fields that the declaration does not know, with the lines that had them.',
    },
    { name: 'dates', type: texts, meaning: 'The dates its rows are filed under.' },
    { name: 'files', type: files, meaning: 'The live curated files.' },
    {
      name: 'quarantine_key',
      type: text,
      meaning: 'The file of its refused lines; NULL where there are none.',
    },
    {
      name: 'debits_negative',
      type: whole,
      unit: 'rows',
      meaning: 'Rows of bets of which a debit is below zero; NULL where it was not counted.',
    },
    {
      name: 'debits_positive',
      type: whole,
      unit: 'rows',
      meaning: 'Rows of bets of which a debit is above zero; NULL where it was not counted.',
    },
    { name: 'invalidations', type: texts, meaning: 'Days that are still to be refreshed for it.' },
    {
      name: 'error_code',
      type: text,
      meaning:
        'Why the newest version was refused as a whole (`no_line_accepted` where every line was), or the object unloaded by Betlake itself; NULL where neither was.',
    },
    { name: 'error_message', type: text, meaning: 'The same in words.' },
    { name: 'error_version', type: text, meaning: 'The version that was refused.' },
    { name: 'error_dt', type: instant, meaning: 'When it was refused, UTC.' },
  ],
};

/** Refused lines of every attempt; the view `quarantine` keeps those of current versions. */
export const quarantineLines: LedgerTable = {
  name: 'quarantine_lines',
  rowMeaning: 'one refused line of one attempt',
  columns: [
    { name: 'dataset', type: text, meaning: 'The data set the line belongs to.' },
    { name: 'landing_key', type: text, meaning: 'The landing object it is in.' },
    { name: 'object_version', type: text, meaning: 'The version of that object.' },
    { name: 'attempt', type: text, meaning: 'The attempt that refused it.' },
    { name: 'line_number', type: whole, meaning: 'Its number there, from 1, blank lines counted.' },
    { name: 'byte_offset', type: whole, unit: 'bytes', meaning: 'Where it begins in the inflated object.' },
    {
      name: 'raw_line',
      type: text,
      meaning: 'The line as it is, its first 64 KiB; NULL where it is not UTF-8.',
    },
    {
      name: 'raw_line_base64',
      type: text,
      meaning: 'The bytes of a line that is not UTF-8, its first 64 KiB.',
    },
    {
      name: 'faults',
      type: faults,
      meaning: 'Everything that is wrong with it: column (NULL for the whole line), code, message.',
    },
  ],
};

export const ledgerTables: readonly LedgerTable[] = [loads, quarantineLines];
