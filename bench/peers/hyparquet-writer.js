import { join } from 'node:path';
import { parquetWriteFile } from 'hyparquet-writer';
import { columns, folder, readColumnsByDate, toMilliseconds, toUnits } from './read-dates.js';

/* Snappy, its own; it has no Zstandard. Decimals need a schema of Parquet's own terms. */
const kinds = {
  whole: { type: 'INT64' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  instant: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};
const schema = [
  { name: 'bets', num_children: columns.length },
  ...columns.map(({ name, kind, precision, scale }) => ({
    name,
    repetition_type: 'OPTIONAL',
    ...(kinds[kind] ?? { type: 'INT64', converted_type: 'DECIMAL', precision, scale }),
  })),
];

const dates = await readColumnsByDate((column, value) => {
  if (column.kind === 'decimal') return toUnits(value, column.scale);
  if (column.kind === 'instant') return new Date(toMilliseconds(value));
  return column.kind === 'whole' ? BigInt(value) : value;
});

for (const [date, arrays] of dates) {
  parquetWriteFile({
    filename: join(folder, `${date}.parquet`),
    columnData: columns.map(({ name }, at) => ({ name, data: arrays[at] })),
    schema,
    codec: 'SNAPPY',
  });
}
