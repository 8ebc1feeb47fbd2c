import type { Selection } from '../../glue/metrics/selection.ts';
import { type Groups, toGroupConditions, toPlayerConditions } from './groups.ts';
import { type CopiedDays, toPeriodConditions } from './periods.ts';
import type { SumTypes } from './sum-types.ts';

/** What is known of a copy before it is asked. */
export interface Copied {
  readonly days: CopiedDays;
  readonly groups: Groups;
  readonly gamesCount: number;
  readonly sumTypes: SumTypes;
}

/** Which rows of `activity` count. */
export function toRowsWhere({ days, groups }: Copied, selection: Selection): string {
  const players = toPlayerConditions(groups, selection);
  return toWhere([
    ...toPeriodConditions('day', days, selection),
    ...toGroupConditions(groups, selection),
    ...players,
  ]);
}

/** Which rows of `sums` count. */
export function toSumsWhere({ days, groups }: Copied, selection: Selection): string {
  return toWhere([...toPeriodConditions('day', days, selection), ...toGroupConditions(groups, selection)]);
}

/** The `where` of conditions that all have to hold; nothing where there are none. */
export function toWhere(conditions: readonly string[]): string {
  return conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
}
