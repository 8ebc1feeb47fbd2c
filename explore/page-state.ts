import { isDate, type Period, periods } from '../glue/calendar.ts';
import type { MetricName } from '../glue/metrics/index.ts';

export const periodNames = Object.keys(periods) as readonly Period[];

export const questionNames = [
  'bets-per-player',
  'amounts-per-player',
  'most-played-games',
  'distinct-games-per-player',
] as const satisfies readonly MetricName[];

/** Keeps the bets of one value. An empty value is NULL: a code that the bet does not have. */
export interface Filter {
  readonly column: string;
  readonly value: string;
}

/** What the page shows: all of it is in the page's address, and in that of every request. */
export interface PageState {
  readonly by: Period;
  /** The first and last bet date, both included; without them, from the lake's first or to its last. */
  readonly from?: string;
  readonly to?: string;
  /** Any of a column's values, all of the columns'. */
  readonly where: readonly Filter[];
  /** Which of the four questions is open; only for the page, the server ignores it. */
  readonly question?: MetricName;
}

/** A state that is not valid: the message says why. */
export class StateError extends Error {
  override name = 'StateError';
}

/** Bounds what one request can make of SQL: Athena takes a query of 256 KiB. */
const mostFilters = 200;
const longestValue = 500;

/** The state as search parameters, without a question mark: equal states give equal text. */
export function toSearch({ by, from, to, where, question }: PageState): string {
  const search = new URLSearchParams({ by });
  if (from !== undefined) search.set('from', from);
  if (to !== undefined) search.set('to', to);
  for (const text of [...new Set(where.map(({ column, value }) => `${column}:${value}`))].sort()) {
    search.append('where', text);
  }
  if (question !== undefined) search.set('question', question);
  return search.toString();
}

/**
 * The state that search parameters carry; without any, every bet by week.
 *
 * @throws StateError where a parameter is not known, comes twice or does not fit the lake
 */
export function readState(
  search: string | URLSearchParams,
  { columns }: { readonly columns: readonly { readonly name: string }[] },
): PageState {
  const given = new URLSearchParams(search);
  for (const name of new Set(given.keys())) {
    if (!['by', 'from', 'to', 'where', 'question'].includes(name)) {
      throw new StateError(`there is no parameter "${name}"; there are by, from, to, where and question`);
    }
    if (name !== 'where' && given.getAll(name).length > 1)
      throw new StateError(`${name} is given twice; give it once`);
  }
  const by = readChoice('by', given.get('by') ?? 'week', periodNames);
  const from = readDay('from', given.get('from'));
  const to = readDay('to', given.get('to'));
  if (from !== undefined && to !== undefined && from > to) {
    throw new StateError(`from ${from} is after to ${to}; give an earlier from or a later to`);
  }
  const question = given.get('question');
  return {
    by,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    where: readFilters(given.getAll('where'), columns),
    ...(question !== null && { question: readChoice('question', question, questionNames) }),
  };
}

function readFilters(texts: readonly string[], columns: readonly { readonly name: string }[]): Filter[] {
  const sorted = [...new Set(texts)].sort();
  if (sorted.length > mostFilters) {
    throw new StateError(`expected at most ${mostFilters} values to keep, got ${sorted.length}`);
  }
  return sorted.map((text) => {
    const at = text.indexOf(':');
    if (at < 1) throw new StateError(`where: expected COLUMN:VALUE, got "${text}"`);
    const [column, value] = [text.slice(0, at), text.slice(at + 1)];
    if (!columns.some(({ name }) => name === column)) {
      const names = columns.map(({ name }) => name).join(', ');
      throw new StateError(`there is no column "${column}" to slice by; there are ${names}`);
    }
    // No SQL text can contain it.
    if (value.includes('\0')) {
      throw new StateError(`${column}: a value cannot contain U+0000`);
    }
    if (value.length > longestValue) {
      throw new StateError(`${column}: expected a value of at most ${longestValue} characters`);
    }
    return { column, value };
  });
}

function readChoice<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined)
    throw new StateError(`${name}: expected one of ${choices.join(', ')}, got "${text}"`);
  return found;
}

function readDay(name: string, text: string | null): string | undefined {
  if (text === null) return undefined;
  if (!isDate(text)) throw new StateError(`${name}: expected a date YYYY-MM-DD, got "${text}"`);
  return text;
}
