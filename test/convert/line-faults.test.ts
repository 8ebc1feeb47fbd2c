import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { makeLake, now } from '../client/local/temp-lake.ts';
import { readLanding } from '../oracle/read-landing.ts';

/** What a fixture becomes: `x.jsonl` has it in `x.expected.json`. A number in front is its entry in the list of faults. */
interface Expected {
  readonly blank: number;
  readonly unknown_fields: Readonly<Record<string, number>>;
  /** By line number. */
  readonly accepted: readonly number[];
  /** By line number: `code column`, or the code alone where the line as a whole is at fault. */
  readonly refused: Readonly<Record<string, readonly string[]>>;
}

interface QuarantineRow {
  readonly line_number: number;
  readonly byte_offset: number;
  readonly raw_line: string;
  readonly faults: readonly { column: string | null; code: string; message: string }[];
}

const folder = new URL('fixtures/', import.meta.url);
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

test.each(fixtures)('%s becomes rows and faults as expected', async (name) => {
  const bytes = await readFile(new URL(name, folder));
  const json = await readFile(new URL(name.replace('.jsonl', '.expected.json'), folder), 'utf8');
  const expected: Expected = JSON.parse(json);
  const object = { key: `bets/${name}`, bytes, lastModified: now };
  const lake = await makeLake();
  const { loads } = await lake.ingest([object]);
  const [record] = loads.map((load) => load.record);
  expect(record?.lines).toBe(
    expected.accepted.length + Object.keys(expected.refused).length + expected.blank,
  );
  expect(record).toMatchObject({
    accepted: expected.accepted.length,
    quarantined: Object.keys(expected.refused).length,
    blank: expected.blank,
    unknown_fields: expected.unknown_fields,
  });

  const accepted = await lake.rows('select line_number from bets order by 1');
  expect(accepted.map(({ line_number }) => Number(line_number))).toEqual(expected.accepted);
  expect(readLanding([object], { now }).bets.map((bet) => bet.line_number)).toEqual(expected.accepted);

  const [rows] = await lake.rows(
    'select cast(list(quarantine order by line_number) as json) as rows from quarantine',
  );
  const refused: QuarantineRow[] = JSON.parse(String(rows?.rows ?? '[]'));
  const found = refused.map(({ line_number, faults }) => [
    line_number,
    faults.map(({ code, column }) => (column === null ? code : `${code} ${column}`)),
  ]);
  expect(Object.fromEntries(found)).toEqual(expected.refused);
  const lines = bytes.toString('utf8').split('\n');
  for (const { line_number, byte_offset, raw_line, faults } of refused) {
    expect(raw_line).toBe(lines[line_number - 1]);
    expect(bytes.toString('utf8', byte_offset, byte_offset + Buffer.byteLength(raw_line))).toBe(raw_line);
    for (const { message } of faults) expect(message).toMatch(/^(expected|required)/);
  }
});
