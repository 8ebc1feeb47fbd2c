import { readFile } from 'node:fs/promises';
import { parquetMetadata, parquetReadObjects, type SchemaElement } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

/** A Parquet file as a reader that shares no code with the writer sees it. */
export interface ParquetContent {
  /** Physical type and annotation of each column, in order. */
  readonly types: Readonly<Record<string, string>>;
  /** Decimals as whole counts of their smallest unit, times as whole milliseconds since 1970-01-01. */
  readonly rows: readonly Record<string, bigint | string | null>[];
  readonly codecs: readonly string[];
}

export async function readParquet(path: string): Promise<ParquetContent> {
  const bytes = await readFile(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const metadata = parquetMetadata(file);
  const [, ...columns] = metadata.schema;
  const types = Object.fromEntries(columns.map((column) => [column.name, toTypeName(column)]));
  // The reader would make floating-point numbers of decimals; without their annotation it leaves them whole.
  for (const column of columns) {
    if (column.converted_type !== 'DECIMAL') continue;
    delete column.converted_type;
    delete column.logical_type;
  }
  const rows = await parquetReadObjects({
    file,
    metadata,
    compressors,
    // By default a time would become a Date, and a text lose a byte order mark that it begins with.
    parsers: {
      timestampFromMilliseconds: (time: bigint) => time as unknown as Date,
      stringFromBytes: (bytes: Uint8Array) => bytes && utf8.decode(bytes),
    },
  });
  const codecs = metadata.row_groups.flatMap((group) =>
    group.columns.map((chunk) => chunk.meta_data?.codec ?? ''),
  );
  return { types, rows: rows as ParquetContent['rows'], codecs: [...new Set(codecs)] };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function toTypeName({ type, converted_type, precision, scale }: SchemaElement): string {
  // INT_64 on an INT64 says what it is anyway.
  if (converted_type === undefined || converted_type === 'INT_64') return type ?? '';
  return converted_type === 'DECIMAL'
    ? `${type} (DECIMAL(${precision},${scale}))`
    : `${type} (${converted_type})`;
}
