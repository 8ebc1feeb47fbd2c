/** A field of a line: its name, and its value as it stands in the line. */
export type LineField = readonly [name: string, value: string];

const field = /"([a-z_]+)": ("(?:[^"\\]|\\.)*"|[^,}]+)/g;

/** Takes apart a line that this folder made. */
export function toFields(line: string): LineField[] {
  return Array.from(line.matchAll(field), ([, name, value]): LineField => [name as string, value as string]);
}

/** Puts a line together, spaced as the source does unless told otherwise. */
export function toLine(fields: readonly LineField[], colon = ': ', comma = ', '): string {
  return `{${fields.map(([name, value]) => `"${name}"${colon}${value}`).join(comma)}}`;
}

/** The line with another value for one column. */
export function replaceValue(line: string, column: string, value: string): string {
  return toLine(toFields(line).map(([name, old]) => [name, name === column ? value : old]));
}
