import { expect } from 'vitest';
import { expectSameRows, readRows } from '../client/local/plain-rows.ts';
import { now, type TempLake } from '../client/local/temp-lake.ts';
import { computeLake, type OracleLake } from '../oracle/compute-lake.ts';
import type { LandedObject, OracleOptions } from '../oracle/landed-object.ts';
import { toComputedColumns } from '../oracle/view-columns.ts';

/**
 * Holds every view of a lake to the independent computation over the objects that it should show, to the last
 * digit, and its ledger and quarantine to what the independent reader makes of them.
 *
 * @returns what was computed, for more questions
 */
export async function expectOracle(
  lake: TempLake,
  objects: readonly LandedObject[],
  options: Omit<OracleOptions, 'now'> = {},
): Promise<OracleLake> {
  const computed = computeLake(objects, { now, ...options });
  await lake.read(async (connection) => {
    for (const [name, rows] of Object.entries(computed.views)) {
      expectSameRows(
        name,
        toComputedColumns(name, await readRows(connection, `select * from ${name}`)),
        rows,
      );
    }
    expectSameRows('loads', await readRows(connection, ledger), toLedger(computed));
    expectSameRows('quarantine', await readRows(connection, quarantine), toQuarantine(computed));
  });
  return computed;
}

const ledger = `select landing_key, lines, accepted, quarantined, blank, debits_negative, debits_positive, array_to_string(dates, ' ') as dates,
  (select coalesce(string_agg(entry.key || '=' || entry.value, ' ' order by entry.key), '')
    from unnest(map_entries(unknown_fields)) as fields (entry)) as unknown_fields
from loads`;

function toLedger({ landing }: OracleLake) {
  const refused = new Set(landing.objects.filter(({ refusal }) => refusal).map(({ key }) => key));
  const countDebits = (key: string, lines: number, isCounted: (debit: bigint) => boolean) => {
    // Of a file that was refused before its lines were read, there is nothing to count.
    if (!key.startsWith('bets/') || (refused.has(key) && lines === 0)) return null;
    const rows = landing.bets.filter(({ landing_key }) => landing_key === key);
    const counted = rows.filter((row) => [row.real_debit_amount, row.bonus_debit_amount].some(isCounted));
    return BigInt(counted.length);
  };
  return landing.objects.map(({ key, lines, accepted, quarantined, blank, dates, unknownFields }) => {
    expect(lines).toBe(accepted + quarantined + blank);
    const fields = [...unknownFields].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      landing_key: key,
      lines: BigInt(lines),
      accepted: BigInt(accepted),
      quarantined: BigInt(quarantined),
      blank: BigInt(blank),
      debits_negative: countDebits(key, lines, (debit) => debit < 0n),
      debits_positive: countDebits(key, lines, (debit) => debit > 0n),
      dates: dates.join(' '),
      unknown_fields: fields.map(([name, count]) => `${name}=${count}`).join(' '),
    };
  });
}

/** Each fault by its column; one of the whole line, and one of a key that is not a column, has none. */
const quarantine = `select landing_key, line_number, byte_offset,
  array_to_string(list_sort(list_transform(faults, lambda fault: coalesce(fault.column, '-'))), ' ') as columns
from quarantine`;

function toQuarantine({ landing }: OracleLake) {
  return landing.objects.flatMap(({ key, refused }) =>
    refused.map(({ line_number, byte_offset, faults }) => ({
      landing_key: key,
      line_number: BigInt(line_number),
      byte_offset: BigInt(byte_offset),
      columns: faults
        .map(({ column }) => column ?? '-')
        .sort()
        .join(' '),
    })),
  );
}
