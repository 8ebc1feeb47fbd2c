import { isUtf8 } from 'node:buffer';
import { DATASET_COLUMNS, type Dataset } from './columns.ts';
import { type LandedLine, splitLines } from './split-lines.ts';
import { JsonRefusal, tokenizeObject } from './tokenize-json.ts';

/** Why a whole object is refused, in the words of the ledger; null where its lines are read. */
export type ContentRefusal = string | null;

export interface ReadContent {
  readonly refusal: ContentRefusal;
  readonly lines: readonly LandedLine[];
}

/** What a file is follows from so many of its first bytes. */
const HEAD_BYTES = 256 * 1024;
const MAX_LINE_BYTES = 1024 * 1024;
const MAX_OBJECTS = 1000;

/** The lines of an object, or the elements of one that is a JSON array; none where it is refused as a whole. */
export function readContent(dataset: Dataset, bytes: Buffer): ReadContent {
  const kind = toKind(bytes);
  if (kind !== 'lines' && kind !== 'array') return { refusal: kind, lines: [] };
  const { elements, isBroken } =
    kind === 'array' ? splitElements(bytes) : { elements: null, isBroken: false };
  const lines = elements ?? [...splitLines(bytes)];
  const evidence = weigh(dataset, lines);
  if (evidence === 'refuted') return { refusal: 'wrong_data_set', lines: [] };
  if (isBroken) return { refusal: 'broken_array', lines: [] };
  return evidence === 'missing' ? { refusal: 'wrong_data_set', lines: [] } : { refusal: null, lines };
}

/** How files of other kinds begin, in hexadecimal digits. */
const MAGIC: Readonly<Record<string, string>> = {
  '50415231': 'columnar',
  '4152524f5731': 'columnar',
  ffffffff: 'columnar',
  '4f626a01': 'columnar',
  '4f5243': 'columnar',
  '504b0304': 'archive',
  '504b0506': 'archive',
  '28b52ffd': 'archive',
  '425a68': 'archive',
  fd377a585a00: 'archive',
  '04224d18': 'archive',
  '377abcaf271c': 'archive',
  '1f8b': 'archive',
  fffe: 'utf_16',
  feff: 'utf_16',
};

function toMagicKind(bytes: Buffer): string | undefined {
  const hex = bytes.toString('hex', 0, 8);
  const magic = Object.keys(MAGIC).find((digits) => hex.startsWith(digits));
  if (magic !== undefined) return MAGIC[magic];
  if (bytes.toString('latin1', 257, 262) === 'ustar') return 'archive';
  const zeros = [...bytes.subarray(0, 4)].map((byte) => (byte === 0 ? '0' : 'x')).join('');
  return zeros === 'x0x0' || zeros === '0x0x' ? 'utf_16' : undefined;
}

function toKind(bytes: Buffer): string {
  const text = bytes.toString('latin1', 0, HEAD_BYTES);
  const isWhole = bytes.length <= HEAD_BYTES;
  const magic = toMagicKind(bytes);
  if (magic !== undefined) return magic;
  const trimmed = text.replace(/^\xef\xbb\xbf/, '').replace(/^[ \t\r\n]+/, '');
  if (trimmed.startsWith('[')) return isArrayText(trimmed) ? 'array' : 'lines';
  if (trimmed.startsWith('{')) return toObjectsKind(trimmed, isWhole);
  return trimmed === '' ? 'lines' : toOtherKind(text.replace(/^\xef\xbb\xbf/, ''), isWhole);
}

/** How many characters the bracketed value at the beginning of a text takes; null where it does not end. */
function measureValue(text: string): number | null {
  const token = /"(?:\\[\s\S]|[^"\\])*(?:"|\\?$)|[{[]|[}\]]/g;
  let depth = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [matched] = found;
    if (matched === '{' || matched === '[') depth += 1;
    else if (matched === '}' || matched === ']') depth -= 1;
    if (depth === 0 && matched.length === 1 && matched !== '"') return token.lastIndex;
  }
  return null;
}

function isArrayText(text: string): boolean {
  if (!/^\[[ \t\r\n]*([{[\]]|$)/.test(text)) return false;
  const length = measureValue(text);
  if (length === null || text.slice(0, length).includes('\n')) return true;
  return !/^[ \t\r\n]*\{/.test(text.slice(length));
}

function toObjectsKind(text: string, isWhole: boolean): string {
  const counts = { glued_objects: 0, objects_with_commas: 0, objects_over_lines: 0 };
  let onOwnLine = 0;
  let rest = text;
  for (let seen = 0; seen < 100 && rest !== ''; seen += 1) {
    const toNextLine = (from: number) => {
      const newline = rest.indexOf('\n', from);
      return newline < 0 ? '' : rest.slice(newline + 1).replace(/^[ \t\r\n]+/, '');
    };
    const length = rest.startsWith('{') ? measureValue(rest) : null;
    let next = toNextLine(0);
    if (length !== null && rest.slice(0, length).includes('\n')) {
      if (parses(rest.slice(0, length))) {
        counts.objects_over_lines += 1;
        next = rest.slice(length).replace(/^[ \t\r\n]*,?[ \t\r\n]*/, '');
      }
    } else if (length !== null) {
      const behind = /^[ \t\r]*(\{|,|\n|$)/.exec(rest.slice(length))?.[1];
      if (behind === '{') counts.glued_objects += 1;
      else if (behind === ',') counts.objects_with_commas += 1;
      else if (behind === '\n' || (behind === '' && isWhole)) onOwnLine += 1;
    }
    rest = next;
  }
  const others = Object.entries(counts);
  if (others.reduce((sum, [, count]) => sum + count, 0) <= onOwnLine) return 'lines';
  const most = Math.max(...Object.values(counts));
  return others.find(([, count]) => count === most)?.[0] ?? 'lines';
}

function parses(latin1: string): boolean {
  try {
    tokenizeAny(Buffer.from(latin1, 'latin1').toString('utf8'));
    return true;
  } catch (error) {
    if (error instanceof JsonRefusal) return false;
    throw error;
  }
}

/** Any one JSON value, whatever its depth. */
function tokenizeAny(text: string): void {
  try {
    tokenizeObject(text);
  } catch (error) {
    if (!(error instanceof JsonRefusal) || error.reason === 'not_json') throw error;
  }
}

function toOtherKind(text: string, isWhole: boolean): string {
  if (/(^|\n|\r)[ \t]*\{/.test(text)) return 'lines';
  const sample = text.slice(0, 4096);
  const odd = [...Buffer.from(sample, 'latin1')].filter(
    (byte) => byte >= 0x80 || (byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].includes(byte)),
  ).length;
  const isNoText = sample.includes('\0') || !isText(Buffer.from(sample, 'latin1'));
  if (odd / sample.length > 0.3 && isNoText) return 'binary';
  if (/^[ \t\r\n]*</.test(text)) return 'markup';
  const ended = isWhole ? text : text.slice(0, text.lastIndexOf('\n') + 1);
  const lines = ended
    .split('\n')
    .slice(0, 21)
    .map((line) => Buffer.from(line, 'latin1').toString('utf8').trim())
    .filter((line) => line !== '');
  const [first = '', ...others] = lines;
  if (parses(Buffer.from(first).toString('latin1'))) return 'lines';
  const names = new Set(Object.values(DATASET_COLUMNS).flatMap((columns) => columns.map(({ name }) => name)));
  for (const delimiter of ',;\t|') {
    const parts = first.split(delimiter);
    if (parts.length === 1) continue;
    const known = parts.filter((part) => names.has(part.trim().replaceAll('"', '').toLowerCase()));
    const isEven =
      others.length >= 2 && others.every((line) => line.split(delimiter).length === parts.length);
    if (known.length >= 2 || isEven) return 'csv';
  }
  return 'lines';
}

/** Whether bytes are UTF-8, but for a character that their end may go through. */
function isText(bytes: Buffer): boolean {
  return [0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, bytes.length - cut)));
}

/** The elements of an array, line ends between their tokens made spaces, as far as they can be separated. */
function splitElements(bytes: Buffer): { readonly elements: LandedLine[]; readonly isBroken: boolean } {
  const text = bytes.toString('latin1');
  const token = /"(?:\\[\s\S]|[^"\\\n])*"|[{}[\],]|[ \t\r\n]+|[^"{}[\], \t\r\n]+|"/y;
  const elements: LandedLine[] = [];
  const broken = { elements, isBroken: true };
  token.lastIndex = text.indexOf('[') + 1;
  /** What may come next, at the depth of the elements. */
  let expected = 'first' as 'first' | 'element' | 'separator' | 'nothing';
  let depth = 0;
  let begun = -1;
  const add = (end: number) => {
    const raw = text
      .slice(begun, end)
      .replaceAll(/"(?:\\[\s\S]|[^"\\])*"|[\r\n]/g, (part) => (part.length === 1 ? ' ' : part));
    elements.push({ lineNumber: elements.length + 1, byteOffset: begun, bytes: Buffer.from(raw, 'latin1') });
    begun = -1;
    expected = 'separator';
  };
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const [matched = ''] = token.exec(text) ?? [];
    if (matched === '' || matched === '"') return broken;
    const isSpace = /^[ \t\r\n]/.test(matched);
    // A scalar ends where anything comes that could not go on in it.
    if (begun >= 0 && depth === 0 && (isSpace || matched === ',' || matched === ']')) add(at);
    if (begun < 0) {
      if (isSpace) continue;
      if (expected === 'nothing') return broken;
      if (matched === ']') {
        if (expected === 'element') return broken;
        expected = 'nothing';
        continue;
      }
      if (matched === ',') {
        if (expected !== 'separator') return broken;
        expected = 'element';
        continue;
      }
      if (expected === 'separator') return broken;
      begun = at;
    }
    if (matched === '{' || matched === '[') depth += 1;
    else if (matched === '}' || matched === ']') {
      if (depth === 0) return broken;
      depth -= 1;
      if (depth === 0) add(token.lastIndex);
    }
  }
  return { elements, isBroken: expected !== 'nothing' };
}

/** Whether a column that only this data set has is found in time, was not in a thousand objects, or is in none. */
function weigh(dataset: Dataset, lines: readonly LandedLine[]): 'found' | 'refuted' | 'missing' {
  const others = Object.entries(DATASET_COLUMNS).filter(([name]) => name !== dataset);
  const shared = new Set(others.flatMap(([, columns]) => columns.map(({ name }) => name)));
  const own = new Set(DATASET_COLUMNS[dataset].map(({ name }) => name).filter((name) => !shared.has(name)));
  let objects = 0;
  for (const { bytes } of lines) {
    const names = toNames(bytes);
    if (!names) continue;
    objects += 1;
    if (names.some((name) => own.has(name))) return 'found';
    if (objects === MAX_OBJECTS) return 'refuted';
  }
  return objects === 0 ? 'found' : 'missing';
}

function toNames(bytes: Buffer): string[] | null {
  const length = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length;
  if (length > MAX_LINE_BYTES || !isUtf8(bytes)) return null;
  try {
    return tokenizeObject(bytes.toString('utf8')).map(({ name }) => name);
  } catch (error) {
    if (error instanceof JsonRefusal) return null;
    throw error;
  }
}
