import {
  backslash,
  carriageReturn,
  closeBrace,
  closeBracket,
  comma,
  lineFeed,
  openBrace,
  openBracket,
  quote,
  space,
  tab,
} from './ascii.ts';

/**
 * Receives one member of a JSON object: the offsets of its name, without quotes, and of its value, both as they
 * are written. Offsets, because most members need no string for their name.
 */
export type OnMember = (nameStart: number, nameEnd: number, start: number, end: number) => void;

/**
 * Finds the top-level members of a JSON object's text, in order, with repeated names, which `JSON.parse` hides.
 * The text must have passed `JSON.parse`, which decides what is JSON.
 *
 * @param text a valid JSON object, with or without white space around it
 */
export function visitJsonMembers(text: string, onMember: OnMember): void {
  let at = skipSpace(text, skipSpace(text, 0) + 1);
  while (text.charCodeAt(at) === quote) {
    const nameEnd = skipString(text, at);
    const start = skipSpace(text, skipSpace(text, nameEnd) + 1);
    const end = skipValue(text, start);
    onMember(at + 1, nameEnd - 1, start, end);
    // After a comma, or after the object's end.
    at = skipSpace(text, skipSpace(text, end) + 1);
  }
}

/** A member's name, unescaped from the text between its quotes. */
export function toMemberName(written: string): string {
  return written.includes('\\') ? JSON.parse(`"${written}"`) : written;
}

/**
 * How deep the brackets of a text are nested, an object alone being 1. The text need not be valid JSON, so that
 * the depth can be checked before it is parsed.
 */
export function measureNesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = skipString(text, at) - 1;
    else if (code === openBrace || code === openBracket) deepest = Math.max(deepest, ++depth);
    else if (code === closeBrace || code === closeBracket) depth--;
  }
  return deepest;
}

/**
 * The offset after the object or array that opens at `from`; -1 where the text ends before it does. The text
 * need not be valid JSON, so that what follows a record can be found.
 */
export function findClosing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = skipString(text, at) - 1;
    else if (code === openBrace || code === openBracket) depth++;
    else if ((code === closeBrace || code === closeBracket) && --depth === 0) return at + 1;
  }
  return -1;
}

function isSpace(code: number): boolean {
  return code === space || code === tab || code === lineFeed || code === carriageReturn;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The offset after the string that opens at `from`; the end of the text where it is not closed. */
function skipString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at++;
    else if (code === quote) return at + 1;
  }
  return text.length;
}

function skipValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (depth === 0 && (code === comma || code === closeBrace || isSpace(code))) return at;
    if (code === quote) at = skipString(text, at) - 1;
    else if (code === openBrace || code === openBracket) depth++;
    else if (code === closeBrace || code === closeBracket) depth--;
  }
  return text.length;
}
