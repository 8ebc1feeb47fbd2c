import type { Value } from './compare-values.ts';

/** One text for a list of values: equal exactly where the values are, whatever a text holds. */
export function encodeKey(values: readonly Value[]): string {
  let key = '';
  for (const value of values) {
    if (value === null) key += '~';
    else if (typeof value === 'string') key += `${value.length}:${value}`;
    else key += `#${value};`;
  }
  return key;
}
