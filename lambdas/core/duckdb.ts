import accessors from '@duckdb/node-api/lib/vectors/dataAccessors.js';

/*
 * DuckDB's binding, with texts as they are. It decodes every text that leaves the engine with one TextDecoder, which
 * removes a U+FEFF from the beginning of a text: two players that differ in it alone would become one. The
 * binding has no option for this (1.5.5), so its decoder is replaced by one that keeps the character.
 * test/core/duckdb.test.ts fails when a new version of the binding decodes in another way.
 *
 * Imported when the first engine starts: loading it takes longer than a command that needs none.
 */
(accessors as { textDecoder: unknown }).textDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

export {
  DuckDBInstance,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampValue,
} from '@duckdb/node-api';
