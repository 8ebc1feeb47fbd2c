import { DATASET_COLUMNS, type Dataset, findTimeColumn } from './columns.ts';
import type { Value } from './compare-values.ts';
import {
  type LandedObject,
  type OracleOptions,
  toDataset,
  toDateRange,
  toObjectDate,
} from './landed-object.ts';
import { type ContentRefusal, readContent } from './read-content.ts';
import { type LineFault, readLine } from './read-line.ts';

/** Where an accepted row came from, and the date that it is filed under. */
export interface Landed {
  readonly dt: string;
  readonly landing_key: string;
  readonly line_number: number;
}

/** Amounts are whole counts of 10^-2, `player_jackpot_contribution_amount` of 10^-5, `game_odds` of 10^-6. */
export interface BetRow extends Landed {
  readonly bet_id: bigint;
  readonly bet_dt: string;
  readonly player_code: string;
  readonly game_id: bigint;
  readonly real_debit_amount: bigint;
  readonly real_credit_amount: bigint;
  readonly bonus_debit_amount: bigint;
  readonly bonus_credit_amount: bigint;
  readonly bet_channel_code: string | null;
  readonly bet_status_code: string | null;
  readonly player_jackpot_contribution_amount: bigint | null;
  readonly player_jackpot_win_amount: bigint | null;
  readonly bet_action_id: bigint | null;
  readonly bet_transaction_type_id: bigint | null;
  readonly last_event_dt: string | null;
  readonly game_odds: bigint | null;
  readonly fee_amount: bigint | null;
  readonly operating_company_id: bigint | null;
  readonly partner_company_id: bigint | null;
  readonly brand_id: bigint | null;
}

export interface PlayerRow extends Landed {
  readonly partner_company_id: bigint | null;
  readonly player_code: string;
  readonly language_code: string | null;
  readonly suffix: string | null;
  readonly gender: string | null;
  readonly birth_city_name: string | null;
  readonly birth_country_code: string | null;
  readonly city_name: string | null;
  readonly nationality_country_code: string | null;
  readonly citizenship_country_code: string | null;
  readonly state: string | null;
  readonly post_code: string | null;
  readonly country_code: string | null;
  readonly player_ccy_code: string | null;
  readonly registration_dt: string | null;
  readonly kyc_id_verification_dt: string | null;
}

export interface GameRow extends Landed {
  readonly game_id: bigint;
  readonly game_name: string | null;
  readonly game_category_code: string | null;
  readonly game_type_code: string | null;
}

interface RefusedLine {
  readonly line_number: number;
  readonly byte_offset: number;
  readonly faults: readonly LineFault[];
}

/** What one object holds: lines = accepted + quarantined + blank. */
interface ObjectReading {
  readonly key: string;
  readonly dataset: Dataset;
  /** Why nothing of it is read, or null; then all else is none. */
  readonly refusal: ContentRefusal;
  readonly lines: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly blank: number;
  /** How many accepted lines hold each field that the data set does not declare. */
  readonly unknownFields: ReadonlyMap<string, number>;
  /** The same for refused lines that are JSON objects. */
  readonly unknownFieldsRefused: ReadonlyMap<string, number>;
  /** In the order of the lines. */
  readonly refused: readonly RefusedLine[];
  /** The dates of the accepted rows, ascending. */
  readonly dates: readonly string[];
}

export interface LandedRows {
  readonly objects: readonly ObjectReading[];
  /** The rows of every data set; those that views are computed from once more beside them. */
  readonly rows: Readonly<Record<Dataset, readonly Landed[]>>;
  readonly bets: readonly BetRow[];
  readonly players: readonly PlayerRow[];
  readonly games: readonly GameRow[];
}

type Rows = Readonly<Record<Dataset, Landed[]>>;

/** Reads every landing object, in the order given; the rows are in the order of objects and lines. */
export function readLanding(objects: readonly LandedObject[], options: OracleOptions): LandedRows {
  const keys = new Set(objects.map((object) => object.key));
  if (keys.size !== objects.length) throw new Error('expected each landing key once');
  const rows = Object.fromEntries(Object.keys(DATASET_COLUMNS).map((name) => [name, []])) as unknown as Rows;
  const readings = objects.map((object) => readObject(object, options, rows));
  // A row without faults has every column of its data set, read as the column's kind.
  const { bets, players, games } = rows as unknown as Omit<LandedRows, 'objects' | 'rows'>;
  return { objects: readings, rows, bets, players, games };
}

function readObject(object: LandedObject, options: OracleOptions, rows: Rows): ObjectReading {
  const dataset = toDataset(object.key);
  const time = findTimeColumn(dataset);
  const range = toDateRange({ ...options, ...(object.firstDate && { firstDate: object.firstDate }) });
  const objectDate = toObjectDate(object, range);
  const unknownFields = new Map<string, number>();
  const unknownFieldsRefused = new Map<string, number>();
  const refused: RefusedLine[] = [];
  const dates = new Set<string>();
  let lines = 0;
  let accepted = 0;
  let blank = 0;
  const content = readContent(dataset, object.bytes);
  for (const { lineNumber, byteOffset, bytes } of content.lines) {
    lines += 1;
    const reading = readLine(dataset, bytes, range);
    if (reading.blank) {
      blank += 1;
      continue;
    }
    const isAccepted = reading.faults.length === 0;
    const counts = isAccepted ? unknownFields : unknownFieldsRefused;
    for (const name of reading.unknownFields) counts.set(name, (counts.get(name) ?? 0) + 1);
    if (!isAccepted) {
      refused.push({ line_number: lineNumber, byte_offset: byteOffset, faults: reading.faults });
      continue;
    }
    accepted += 1;
    const dt = time ? String(reading.values[time]).slice(0, 10) : objectDate;
    dates.add(dt);
    rows[dataset].push({ ...reading.values, dt, landing_key: object.key, line_number: lineNumber });
  }
  return {
    key: object.key,
    dataset,
    refusal: content.refusal,
    lines,
    accepted,
    quarantined: refused.length,
    blank,
    unknownFields,
    unknownFieldsRefused,
    refused,
    dates: [...dates].sort(),
  };
}

/** The columns of a row that the source gave, in the source's order. */
export function toSourceValues(dataset: Dataset, row: Landed): Value[] {
  const values = row as unknown as Record<string, Value>;
  return DATASET_COLUMNS[dataset].map((column) => values[column.name] ?? null);
}
