import { addDays } from '../../glue/calendar.ts';

/** Days one after another, `YYYY-MM-DD`. */
export function listDays(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => addDays(first, at));
}
