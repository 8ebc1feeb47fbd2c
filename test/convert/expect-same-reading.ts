import { isUtf8 } from 'node:buffer';
import { expect } from 'vitest';
import type { Dataset } from '../../glue/schema.ts';
import { now } from '../client/local/temp-lake.ts';
import { DATASET_COLUMNS } from '../oracle/columns.ts';
import { formatDecimal } from '../oracle/decimal.ts';
import { readContent } from '../oracle/read-content.ts';
import { type Landed, readLanding, toSourceValues } from '../oracle/read-landing.ts';
import { type Conversion, lastModified } from './convert-bytes.ts';
import { toPlainFaults, toPlainReading } from './read/line-readings.ts';

/**
 * Holds what the converter wrote to what an independent reader makes of the same bytes: every line accepted by
 * both, with equal values after Parquet, or refused by both, for the same columns.
 *
 * @returns how many lines were accepted
 */
export function expectSameReading(dataset: Dataset, bytes: Buffer, conversion: Conversion): number {
  const landing = readLanding([{ key: `${dataset.name}/a.jsonl`, bytes, lastModified }], { now });
  const [object] = landing.objects;
  if (!object) throw new Error('expected a reading of the object');
  expect(conversion.refusal).toBe(object.refusal);

  const expected = new Map(landing.rows[dataset.name].map((row) => [row.line_number, toTexts(dataset, row)]));
  for (const [reader, rows] of Object.entries({ parquet: conversion.rows, engine: conversion.engineRows })) {
    for (const number of new Set([...rows.keys(), ...expected.keys()])) {
      const [got, wanted] = [rows.get(number), expected.get(number)];
      if (String(got) === String(wanted)) continue;
      const seen = { reader, line: showLine(bytes, number) };
      expect({ ...seen, got }).toEqual({ ...seen, got: wanted });
    }
  }
  expect(conversion.engineRows).toEqual(conversion.rows);
  expect(conversion.rows).toEqual(expected);

  const refused = conversion.refused.map(({ line_number, byte_offset, faults }) => ({
    line_number,
    byte_offset,
    faults: toPlainReading(dataset, { ok: false, faults }).faults,
  }));
  expect(refused).toEqual(
    object.refused.map(({ faults, ...place }) => ({ ...place, faults: toPlainFaults(dataset, faults) })),
  );
  const content = readContent(dataset.name, bytes).lines;
  for (const line of conversion.refused) expectKept(content[line.line_number - 1]?.bytes ?? bytes, line);

  const { lines, accepted, quarantined, blank, unknownFields } = conversion;
  expect({ lines, accepted, quarantined, blank }).toEqual({
    lines: object.lines,
    accepted: object.accepted,
    quarantined: object.quarantined,
    blank: object.blank,
  });
  expect(lines).toBe(accepted + quarantined + blank);
  if (Object.keys(unknownFields).every((name) => name.length <= 100)) {
    expect(new Map(Object.entries(unknownFields))).toEqual(toWellFormed(object.unknownFields));
  }
  return accepted;
}

/** The first 64 KiB of a refused line are there, byte for byte, but for a character that the cut went through. */
function expectKept(whole: Buffer, { raw_line, raw_line_base64 }: Conversion['refused'][number]) {
  const kept = raw_line === null ? Buffer.from(raw_line_base64 ?? '', 'base64') : Buffer.from(raw_line);
  const text = whole.at(-1) === 0x0d ? whole.subarray(0, -1) : whole;
  expect(text.subarray(0, kept.length).equals(kept)).toBe(true);
  expect(kept.length).toBeGreaterThanOrEqual(Math.min(text.length, 64 * 1024 - 3));
  expect(raw_line !== null).toBe(isUtf8(kept));
}

function toTexts(dataset: Dataset, row: Landed): (string | null)[] {
  const values = toSourceValues(dataset.name, row).map((value, at) => {
    if (typeof value !== 'bigint') return value;
    const kind = DATASET_COLUMNS[dataset.name][at]?.kind ?? '';
    return kind.startsWith('amount')
      ? formatDecimal(value, Number(kind.slice('amount'.length)))
      : String(value);
  });
  return [row.dt, ...values];
}

/** Names as the ledger shows them: half of a surrogate pair is no text; two such names may become one. */
function toWellFormed(counts: ReadonlyMap<string, number>): Map<string, number> {
  const shown = new Map<string, number>();
  for (const [name, count] of counts) {
    shown.set(name.toWellFormed(), (shown.get(name.toWellFormed()) ?? 0) + count);
  }
  return shown;
}

function showLine(bytes: Buffer, number: number): string {
  return bytes.toString('latin1').split('\n')[number - 1]?.slice(0, 2000) ?? '';
}
