import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { toRows } from '../../glue/curated.ts';
import type { Fault } from '../../glue/fault.ts';
import type { Dataset } from '../../glue/schema.ts';
import type { Core } from '../../lambdas/convert/assembly.ts';
import { convertObject, defaultLimits } from '../../lambdas/convert/convert-object.ts';
import { toDateRange } from '../../lambdas/convert/load-object.ts';
import type { Engine } from '../../lambdas/core/engine.ts';
import { LoadFault, type LoadFaultCode } from '../../lambdas/core/errors.ts';
import { now } from '../client/local/temp-lake.ts';
import { formatDecimal } from '../oracle/decimal.ts';
import { readParquet } from './read-parquet.ts';

/** A line that was refused, as quarantine has it. */
interface RefusedLine {
  readonly line_number: number;
  readonly byte_offset: number;
  readonly raw_line: string | null;
  readonly raw_line_base64: string | null;
  readonly faults: readonly Fault[];
}

/** What the converter made of some bytes, read back from the files that it wrote. */
export interface Conversion {
  /** Why the bytes as a whole were refused; null where their lines were read. */
  readonly refusal: LoadFaultCode | null;
  readonly lines: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly blank: number;
  readonly unknownFields: Readonly<Record<string, number>>;
  /** Date and values of every accepted line by its number, as text, as a reader of Parquet has them that shares no code. */
  readonly rows: ReadonlyMap<number, readonly (string | null)[]>;
  /** The same as the engine has them. */
  readonly engineRows: ReadonlyMap<number, readonly (string | null)[]>;
  readonly refused: readonly RefusedLine[];
}

export interface ConvertBytesOptions {
  readonly dataset: Dataset;
  readonly bytes: Buffer;
  /** Reads the files again. */
  readonly engine: Engine;
  /** Which the engine may read. */
  readonly folder: string;
  /** What converts them. @default the product's own */
  readonly core?: Core;
  readonly rowBytes?: number;
  /** Bytes that a read gives at once. @default all */
  readonly chunkBytes?: number;
}

/** When every file that is converted here was last modified. */
export const lastModified = new Date('2021-10-04T00:00:00Z');

const nothing = {
  lines: 0,
  accepted: 0,
  quarantined: 0,
  blank: 0,
  unknownFields: {},
  files: [],
  quarantinePath: null,
};

/** Converts bytes as a landing object and reads all of it back, twice. */
export async function convertBytes(options: ConvertBytesOptions): Promise<Conversion> {
  const { dataset, bytes, engine, core, rowBytes, chunkBytes = Math.max(1, bytes.length) } = options;
  const folder = await mkdtemp(join(options.folder, 'convert-'));
  try {
    const converted = await convertObject({
      dataset,
      object: {
        key: `${dataset.name}/a.jsonl`,
        size: bytes.length,
        lastModified,
        version: '1',
        async *open() {
          const chunk = Buffer.alloc(chunkBytes);
          for (let from = 0; from < bytes.length; from += chunkBytes) {
            yield chunk.subarray(0, bytes.copy(chunk, 0, from, from + chunkBytes));
            // A chunk is valid until the next one is asked for.
            chunk.fill('}');
          }
        },
      },
      attempt: 'a',
      folder,
      dates: toDateRange('2015-01-01', now),
      limits: defaultLimits,
      ...(core && { core }),
      ...(rowBytes !== undefined && { rowBytes }),
    }).catch((error: unknown) => {
      if (error instanceof LoadFault) return { ...nothing, refusal: error.code };
      throw error;
    });
    const refusal = 'refusal' in converted ? converted.refusal : null;
    const { quarantinePath, files, lines, accepted, quarantined, blank, unknownFields } = converted;
    const rows = new Map<number, (string | null)[]>();
    for (const { date, path } of files) {
      for (const row of (await readParquet(path)).rows) {
        rows.set(Number(row.line_number), [date, ...dataset.columns.map((column) => toText(column, row))]);
      }
    }
    const paths = files.map(({ path }) => path);
    const refused = quarantinePath === null ? '' : await readFile(quarantinePath, 'utf8');
    return {
      refusal,
      ...{ lines, accepted, quarantined, blank, unknownFields },
      rows,
      engineRows: await readWithEngine(engine, dataset, paths, rows),
      refused: refused
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Column = Dataset['columns'][number];

function toText(
  { name, type }: Column,
  row: Readonly<Record<string, bigint | string | null>>,
): string | null {
  const value = row[name] ?? null;
  if (typeof value !== 'bigint') return value;
  if (type.kind === 'decimal') return formatDecimal(value, type.scale);
  return type.kind === 'instant'
    ? new Date(Number(value))
        .toISOString()
        .replace('T', ' ')
        .replace(/(\.000)?Z$/, '')
    : String(value);
}

async function readWithEngine(
  engine: Engine,
  dataset: Dataset,
  paths: readonly string[],
  rows: ReadonlyMap<number, readonly (string | null)[]>,
) {
  // As a text, a time would lose the zeros at the end of its milliseconds.
  const values = dataset.columns.map(({ name, type }) =>
    type.kind === 'instant'
      ? `replace(strftime(${name}, '%Y-%m-%d %H:%M:%S.%g'), '.000', '')`
      : `cast(${name} as varchar)`,
  );
  const columns = [
    ...dataset.columns,
    { name: 'line_number', type: { kind: 'whole' }, meaning: '' } as const,
  ];
  const read = await engine.rows(
    `select cast(line_number as integer) as n, [${values.join(', ')}] as line from ${toRows(columns, paths)}`,
  );
  return new Map(
    read.map(({ n, line }) => [
      Number(n),
      [rows.get(Number(n))?.[0] ?? null, ...(line as (string | null)[])],
    ]),
  );
}
