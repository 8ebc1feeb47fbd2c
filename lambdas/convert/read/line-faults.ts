import { type Fault, type FaultCode, showValue } from '../../../glue/fault.ts';
import { closeBrace, openBrace, openBracket } from './ascii.ts';
import { findClosing, measureNesting } from './json-members.ts';

/** How deep a line's brackets may be nested, the line's own object being 1. */
export const maxNesting = 64;

/**
 * The fault of a line that is not one JSON object. It names an array, UTF-16 or CSV as such, rather than
 * thousands of lines that are not JSON.
 *
 * @returns undefined where the line is one JSON object
 */
export function findFaultOfLine(line: string): Fault | undefined {
  if (hasManyBrackets(line) && measureNesting(line) > maxNesting) {
    return ofLine('too_deep', `expected brackets nested at most ${maxNesting} deep, got deeper`);
  }
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return findFaultOfText(line, error);
  }
  if (Array.isArray(value)) return ofArray(line);
  if (typeof value !== 'object' || value === null) {
    return ofLine('not_an_object', `expected a JSON object, got ${showValue(line.trim())}`);
  }
  return undefined;
}

/** The fault of a line whose bytes are not UTF-8. */
export function toEncodingFault(bytes: Uint8Array): Fault {
  return isUtf16(bytes) ? ofUtf16() : ofLine('not_utf8', 'expected UTF-8, got other bytes');
}

/** Whether bytes, or the units of a text, begin like UTF-16: with its byte order mark, or with many NULs. */
function isUtf16(bytes: ArrayLike<number>): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true;
  const checked = Math.min(bytes.length, 100);
  let zeros = 0;
  for (let at = 0; at < checked; at++) if (bytes[at] === 0) zeros++;
  return zeros * 4 > checked;
}

function findFaultOfText(line: string, error: unknown): Fault {
  if (line.includes('\0') && isUtf16(Array.from(line.slice(0, 100), (unit) => unit.charCodeAt(0))))
    return ofUtf16();
  const text = line.trim();
  const first = text.charCodeAt(0);
  if (first === openBracket || text === ']' || text === '],') return ofArray(text);
  if (first === openBrace) {
    const end = findClosing(text, 0);
    // Where the last character is a closing brace, a quote or a bracket within the line is wrong.
    if (end < 0 && text.charCodeAt(text.length - 1) !== closeBrace) return ofCutOff(text);
    const rest = end < 0 ? '' : text.slice(end);
    const second = /^\s*,?\s*(?=\{)/.exec(rest);
    if (second) return ofSeveral(rest.slice(second[0].length));
    if (/^\s*(,|\]\s*,?)$/.test(rest)) return ofArray(text.slice(-50));
  }
  if (isCsv(text)) {
    const message = `expected a JSON object, got what looks like CSV: ${showValue(text)}; export as JSON Lines`;
    return ofLine('csv_line', message);
  }
  // V8's message quotes a piece of the line, which may begin or end within a surrogate pair.
  const reason = error instanceof Error ? error.message.toWellFormed() : String(error);
  const mark = line.startsWith('\ufeff')
    ? '; the line begins with a byte order mark (U+FEFF): remove it'
    : '';
  return ofLine('not_json', `expected a JSON object: ${reason}${mark}`);
}

/** Whether the text has two or more separators of one kind and no sign of JSON. */
function isCsv(text: string): boolean {
  if (/[{}[\]]|":/.test(text)) return false;
  return [',', ';', '\t', '|'].some((separator) => text.indexOf(separator) !== text.lastIndexOf(separator));
}

function ofUtf16(): Fault {
  return ofLine('utf16', 'expected UTF-8, got UTF-16; export as UTF-8, or convert the file with iconv');
}

function ofArray(text: string): Fault {
  const message = `expected a JSON object, got a JSON array or a piece of one: ${showValue(text.trim())}; write each element on a line of its own`;
  return ofLine('json_array', message);
}

function ofSeveral(second: string): Fault {
  const message = `expected one JSON object on a line, got another after it: ${showValue(second)}; write each on a line of its own`;
  return ofLine('several_records', message);
}

function ofCutOff(text: string): Fault {
  const end = text.length > 40 ? `...${text.slice(-40)}` : text;
  const message = `expected a JSON object on one line, got one that is cut off, ending in ${showValue(end)}`;
  return ofLine('cut_off', message);
}

/** Whether there are more brackets than may be nested: a cheap check, which nearly all lines pass. */
function hasManyBrackets(line: string): boolean {
  let count = 0;
  for (const bracket of ['{', '[']) {
    for (let at = line.indexOf(bracket); at >= 0; at = line.indexOf(bracket, at + 1)) {
      if (++count > maxNesting) return true;
    }
  }
  return false;
}

function ofLine(code: FaultCode, message: string): Fault {
  return { column: null, code, message };
}
