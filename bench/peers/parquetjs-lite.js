import { join } from 'node:path';
import parquet from 'parquetjs-lite';
import { columns, folder, readBets, toMilliseconds } from './read-dates.js';

/* parquetjs-lite, row by row: Snappy, and amounts as doubles, because it has no DECIMAL. */
const kinds = {
  whole: 'INT64',
  text: 'UTF8',
  instant: 'TIMESTAMP_MILLIS',
  decimal: 'DOUBLE',
};
const schema = new parquet.ParquetSchema(
  Object.fromEntries(
    columns.map(({ name, kind }) => [name, { type: kinds[kind], optional: true, compression: 'SNAPPY' }]),
  ),
);

const writers = new Map();
for await (const bet of readBets()) {
  const date = bet.bet_dt.slice(0, 10);
  let writer = writers.get(date);
  if (!writer) {
    writer = await parquet.ParquetWriter.openFile(schema, join(folder, `${date}.parquet`));
    writers.set(date, writer);
  }
  const row = {};
  for (const { name, kind } of columns) {
    const value = bet[name] ?? null;
    if (value === null) continue;
    row[name] =
      kind === 'decimal' ? Number(value) : kind === 'instant' ? new Date(toMilliseconds(value)) : value;
  }
  await writer.appendRow(row);
}
for (const writer of writers.values()) await writer.close();
