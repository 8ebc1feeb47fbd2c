import { bets } from '../../glue/datasets/bets.ts';
import { games } from '../../glue/datasets/games.ts';
import { players } from '../../glue/datasets/players.ts';
import type { Dataset, SourceColumn } from '../../glue/schema.ts';

const datasets = { bets, players, games };
const space = '[ \\t\\r]*';
const string = '"(?:[^"\\\\\\u0000-\\u001f]|\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4}))*"';
const value = `${string}|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null`;
const pair = `${space}(${string})${space}:${space}(${value})${space}`;
const object = new RegExp(`^${space}\\{${pair}(?:,${pair})*\\}${space}$`);

/** A row as a line has it: the text of each declared value, undefined for what is null or not there. */
export type Row = Readonly<Record<string, string | undefined>>;

/** Reads a line by the grammar of the source, apart from the code that makes it; undefined where it is bad. */
export function readLine(name: 'bets' | 'players' | 'games', line: string): Row | undefined {
  if (!object.test(line)) return undefined;
  const dataset: Dataset = datasets[name];
  const values = new Map<string, string>();
  for (const [, key, raw] of line.matchAll(new RegExp(pair, 'g'))) {
    const field = JSON.parse(key as string) as string;
    if (values.has(field)) return undefined;
    values.set(field, raw as string);
  }
  const row: Record<string, string | undefined> = {};
  for (const column of dataset.columns) {
    const raw = values.get(column.name) ?? 'null';
    const read = raw === 'null' ? null : readValue(column, raw);
    if (read === undefined || (read === null && column.required)) return undefined;
    row[column.name] = read ?? undefined;
  }
  return row;
}

/** The value as text, null where it is blank, undefined where the column does not take it. */
function readValue({ name, type }: SourceColumn, raw: string): string | null | undefined {
  const quoted = raw.startsWith('"');
  const text = quoted ? (JSON.parse(raw) as string) : raw;
  if (type.kind === 'whole') {
    if (quoted || !/^-?[0-9]+$/.test(raw)) return undefined;
    return BigInt.asIntN(64, BigInt(raw)) === BigInt(raw) ? raw : undefined;
  }
  if (type.kind === 'decimal') {
    const fits = new RegExp(`^-?(0|[1-9][0-9]*)(\\.[0-9]{1,${type.scale}})?$`).test(text);
    return fits && text.replace(/[^0-9]/g, '').length <= 18 ? text : undefined;
  }
  if (!quoted) return undefined;
  if (type.kind === 'text') return text.trim() === '' ? null : text;
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const time = new Date(`${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(time.getTime())) return undefined;
  if (time.toISOString().slice(0, 19).replace('T', ' ') !== text) return undefined;
  return name === 'bet_dt' && (text < '2015' || text > '2100') ? undefined : text;
}
