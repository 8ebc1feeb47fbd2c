import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Decimal,
  Int64,
  makeData,
  makeVector,
  Table,
  TimestampMillisecond,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { Compression, Table as WasmTable, WriterPropertiesBuilder, writeParquet } from 'parquet-wasm/node';
import { columns, folder, readColumnsByDate, toMilliseconds, toUnits } from './read-dates.js';

/* apache-arrow makes vectors of the columns, parquet-wasm writes them. */
const codec = process.env.CODEC === 'snappy' ? Compression.SNAPPY : Compression.ZSTD;

const dates = await readColumnsByDate((column, value) => {
  if (column.kind === 'decimal') return toUnits(value, column.scale);
  if (column.kind === 'instant') return BigInt(toMilliseconds(value));
  return column.kind === 'whole' ? BigInt(value) : value;
});

/** Numbers by their bits, with a bitmap of those that are not NULL. */
function toNumbers(column, values) {
  const length = values.length;
  const words = column.kind === 'decimal' ? 2 : 1;
  const data = new BigInt64Array(length * words);
  const nullBitmap = new Uint8Array(Math.ceil(length / 64) * 8);
  let nullCount = 0;
  for (let row = 0; row < length; row++) {
    const value = values[row];
    if (value === null) {
      nullCount++;
      continue;
    }
    nullBitmap[row >> 3] |= 1 << (row & 7);
    data[row * words] = value;
    if (words === 2) data[row * words + 1] = value < 0n ? -1n : 0n;
  }
  const type =
    column.kind === 'decimal'
      ? new Decimal(column.scale, column.precision, 128)
      : column.kind === 'instant'
        ? new TimestampMillisecond()
        : new Int64();
  const values32 = column.kind === 'decimal' ? new Uint32Array(data.buffer) : data;
  return makeVector(makeData({ type, length, nullCount, nullBitmap, data: values32 }));
}

for (const [date, arrays] of dates) {
  const vectors = columns.map((column, at) => [
    column.name,
    column.kind === 'text' ? vectorFromArray(arrays[at], new Utf8()) : toNumbers(column, arrays[at]),
  ]);
  const stream = tableToIPC(new Table(Object.fromEntries(vectors)), 'stream');
  const properties = new WriterPropertiesBuilder().setCompression(codec).build();
  writeFileSync(join(folder, `${date}.parquet`), writeParquet(WasmTable.fromIPCStream(stream), properties));
}
