import type { Column } from './column.ts';
import { readSql } from './sql.ts';

export type Grain = 'daily' | 'weekly' | 'monthly' | 'yearly';
export const grains: readonly Grain[] = ['daily', 'weekly', 'monthly', 'yearly'];

/** The first day of a row's period, from the rollup's columns; what a view file's one placeholder stands for. */
const periodStart: Readonly<Record<Grain, string>> = {
  daily: 'bet_date',
  weekly: 'week_start',
  monthly: "cast(date_trunc('month', bet_date) as date)",
  yearly: "cast(date_trunc('year', bet_date) as date)",
};

export function toPeriodStartSql(grain: Grain): string {
  return periodStart[grain];
}

/** A family of views, one a grain, or a single view; declared once, for every engine. */
export interface ViewFamily {
  readonly name: string;
  /** What one row is. */
  readonly rowGrain: string;
  /** Whether there is one view a grain, named `<name>_<grain>`. */
  readonly byGrain: boolean;
  readonly columns: readonly Column[];
  /** What its rows can be told apart by. */
  readonly key: readonly string[];
  /** Tells about persons: readers of metrics have no right on it. */
  readonly personal?: boolean;
}

/** One view as it is created. */
export interface View {
  readonly name: string;
  readonly family: ViewFamily;
  readonly grain: Grain | null;
  readonly columns: readonly Column[];
  /** The query, without a closing semicolon, in the SQL that DuckDB and Trino share. */
  readonly sql: string;
}

/** The views of a family, daily first. */
export function toViews(family: ViewFamily): View[] {
  const { columns } = family;
  const file = `views/${family.name}.sql`;
  if (!family.byGrain) return [{ name: family.name, family, grain: null, columns, sql: readSql(file) }];
  return grains.map((grain) => ({
    name: `${family.name}_${grain}`,
    family,
    grain,
    columns,
    sql: readSql(file, { period_start: periodStart[grain] }),
  }));
}
