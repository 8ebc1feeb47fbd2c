/* Characters of JSON, the same in UTF-8 and UTF-16. */

export const tab = 0x09;
export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;
export const space = 0x20;
export const quote = 0x22;
export const plus = 0x2b;
export const comma = 0x2c;
export const dash = 0x2d;
export const point = 0x2e;
export const zero = 0x30;
export const nine = 0x39;
export const colon = 0x3a;
export const capitalE = 0x45;
export const openBracket = 0x5b;
export const backslash = 0x5c;
export const closeBracket = 0x5d;
export const letterE = 0x65;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;

/** White space within a line, as JSON has it. */
export function isSpace(byte: number | undefined): boolean {
  return byte === space || byte === tab || byte === carriageReturn;
}
