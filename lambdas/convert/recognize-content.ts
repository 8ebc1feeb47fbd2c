import { isUtf8 } from 'node:buffer';
import { datasets } from '../../glue/datasets/index.ts';
import { LoadFault, type LoadFaultCode } from '../core/errors.ts';
import { cutAtCharacter } from './quarantine-file.ts';
import {
  backslash,
  closeBrace,
  closeBracket,
  comma,
  isSpace,
  lineFeed,
  openBrace,
  openBracket,
  quote,
} from './read/ascii.ts';

/** The format of a landing object. */
export interface Content {
  /** Its name in messages: `JSON Lines`, `a JSON array`, `CSV`. */
  readonly name: string;
  /** How its records are separated; null where it is refused as a whole. */
  readonly records: 'lines' | 'elements' | null;
  readonly code: LoadFaultCode | null;
  /**
   * The command that converts `FILE` to a readable format, with `STEM` for its name without ending; empty where there
   * is none.
   */
  readonly remedy: string;
}

/** How many of the inflated bytes are read to recognize the format. */
export const headBytes = 256 * 1024;

const jsonLines: Content = { name: 'JSON Lines', records: 'lines', code: null, remedy: '' };

const jsonArray: Content = { name: 'a JSON array', records: 'elements', code: null, remedy: '' };

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** The first bytes of files in other formats. */
const signatures: readonly (Content & { readonly at?: number; readonly bytes: string })[] = [
  {
    ...refused('Parquet', 'columnar', `duckdb -c "copy (from 'FILE') to 'STEM.jsonl' (format json)"`),
    bytes: 'PAR1',
  },
  ...['ARROW1', '\xff\xff\xff\xff'].map((bytes) => ({
    ...refused(
      'Arrow',
      'columnar',
      `duckdb -c "install nanoarrow from community; load nanoarrow; copy (from read_arrow('FILE')) to 'STEM.jsonl' (format json)"`,
    ),
    bytes,
  })),
  {
    ...refused(
      'Avro',
      'columnar',
      `duckdb -c "install avro; load avro; copy (from read_avro('FILE')) to 'STEM.jsonl' (format json)"`,
    ),
    bytes: 'Obj\x01',
  },
  { ...refused('ORC', 'columnar', ''), bytes: 'ORC' },
  ...['PK\x03\x04', 'PK\x05\x06'].map((bytes) => ({
    ...refused('a zip archive', 'archive', 'unzip -p FILE > STEM.jsonl'),
    bytes,
  })),
  { ...refused('a tar archive', 'archive', 'tar -xf FILE'), at: 257, bytes: 'ustar' },
  { ...refused('Zstandard', 'archive', 'zstd -d FILE -o STEM.jsonl'), bytes: '\x28\xb5\x2f\xfd' },
  { ...refused('bzip2', 'archive', 'bzip2 -dc FILE > STEM.jsonl'), bytes: 'BZh' },
  { ...refused('xz', 'archive', 'xz -dc FILE > STEM.jsonl'), bytes: '\xfd7zXZ\0' },
  { ...refused('LZ4', 'archive', 'lz4 -dc FILE > STEM.jsonl'), bytes: '\x04\x22\x4d\x18' },
  { ...refused('a 7z archive', 'archive', '7z x FILE'), bytes: '7z\xbc\xaf\x27\x1c' },
  { ...refused('gzip within gzip', 'archive', 'gzip -dc FILE > STEM.jsonl'), bytes: '\x1f\x8b' },
];

/**
 * Recognizes the format of a landing object by its first bytes, whatever its name is. A file is refused as a
 * whole only where all of it has another format; where most of its records are objects on lines of their own,
 * it is JSON Lines, and the line reader finds what is wrong with single lines.
 *
 * @param head the first bytes, inflated: all of them, or `headBytes` at least
 * @param isWhole whether nothing follows them
 */
export function recognizeContent(head: Buffer, isWhole: boolean): Content {
  const signed = signatures.find(
    ({ at = 0, bytes }) => head.toString('latin1', at, at + bytes.length) === bytes,
  );
  if (signed) return signed;
  const utf16 = findUtf16(head);
  if (utf16) return refused('UTF-16', 'utf_16', `iconv -f ${utf16} -t UTF-8 FILE > STEM.utf8.jsonl`);
  const text = head.indexOf(byteOrderMark) === 0 ? head.subarray(byteOrderMark.length) : head;
  const start = skipBlank(text, 0);
  switch (text[start]) {
    case undefined:
      return jsonLines;
    case openBracket:
      return isArray(text, start) ? jsonArray : jsonLines;
    case openBrace:
      return recognizeObjects(text, isWhole);
    default:
      return recognizeOther(text, start, isWhole);
  }
}

/**
 * The fault of an object in a format that is not read, with the command that converts it.
 *
 * @param landingKey its last part is the file name in the command, where that needs no quotes
 * @param isGzip whether the object is compressed with gzip
 */
export function toContentFault(
  { name, code, remedy }: Content & { readonly code: LoadFaultCode },
  landingKey: string,
  isGzip: boolean,
): LoadFault {
  const file = landingKey.slice(landingKey.lastIndexOf('/') + 1);
  const [shown, stem] = /^[\w.+-]+$/.test(file)
    ? [file, file.replace(/(\.(json|jsonl|ndjson|csv|txt|parquet|gz|zip|zst|bz2|xz|tar|7z))+$/i, '')]
    : ['FILE', 'STEM'];
  const inflated = isGzip ? `${stem}.inflated` : shown;
  const commands = [
    ...(isGzip ? [`gzip -dc ${shown} > ${inflated}`] : []),
    remedy.replaceAll('FILE', inflated).replaceAll('STEM', stem),
  ];
  const advice =
    remedy === '' ? 'export it as JSON Lines' : `make JSON Lines of it: ${commands.join(' && ')}`;
  return new LoadFault(code, `is ${name}, which is not read; ${advice}`);
}

/**
 * The offset after the JSON object or array that begins at `start`, by its brackets and strings alone; -1 where
 * the bytes end before it does.
 */
export function findValueEnd(bytes: Buffer, start: number): number {
  let depth = 0;
  let inText = false;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inText) {
      if (byte === backslash) at++;
      else if (byte === quote) inText = false;
    } else if (byte === quote) inText = true;
    else if (byte === openBrace || byte === openBracket) depth++;
    else if ((byte === closeBrace || byte === closeBracket) && --depth === 0) return at + 1;
  }
  return -1;
}

function refused(name: string, code: LoadFaultCode, remedy: string): Content {
  return { name, records: null, code, remedy };
}

/** The name of UTF-16 for `iconv`, recognized by its byte order mark or by a NUL in every second byte of ASCII text. */
function findUtf16(head: Buffer): string | undefined {
  const [a, b, c, d] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'UTF-16';
  if (a && b === 0 && c && d === 0) return 'UTF-16LE';
  return a === 0 && b && c === 0 && d ? 'UTF-16BE' : undefined;
}

/** Whether the file is one array, and not lines of which the first is an array. */
function isArray(text: Buffer, start: number): boolean {
  const first = text[skipBlank(text, start + 1)];
  if (first === undefined) return true;
  if (first !== openBrace && first !== openBracket && first !== closeBracket) return false;
  const end = findValueEnd(text, start);
  if (end < 0 || text.subarray(start, end).includes(lineFeed)) return true;
  return text[skipBlank(text, end)] !== openBrace;
}

/** How JSON objects follow each other in a file. */
type Layout = 'own line' | 'glued' | 'commas' | 'over lines';

const refusedLayouts: Readonly<Record<Exclude<Layout, 'own line'>, Content>> = {
  glued: refused(
    'JSON objects glued together without line ends',
    'glued_objects',
    'jq -c . FILE > STEM.lines.jsonl',
  ),
  commas: refused(
    'JSON objects with commas between them and no brackets around',
    'objects_with_commas',
    `(echo '['; sed '$ s/,[[:space:]]*$//' FILE; echo ']') > STEM.array.json`,
  ),
  'over lines': refused(
    'JSON objects written over several lines each',
    'objects_over_lines',
    'jq -c . FILE > STEM.lines.jsonl',
  ),
};

const recordsChecked = 100;

/** JSON Lines, unless more of the first objects follow each other in another way than are on lines of their own. */
function recognizeObjects(text: Buffer, isWhole: boolean): Content {
  const counts: Record<Layout, number> = { 'own line': 0, glued: 0, commas: 0, 'over lines': 0 };
  let seen = 0;
  for (let at = skipBlank(text, 0); at < text.length && seen < recordsChecked; seen++) {
    const { layout, end } = readLayout(text, at, isWhole);
    if (layout) counts[layout]++;
    at = skipBlank(text, end);
  }
  const { 'own line': ownLines, glued, commas, 'over lines': overLines } = counts;
  if (glued + commas + overLines <= ownLines) return jsonLines;
  if (glued >= commas && glued >= overLines) return refusedLayouts.glued;
  return commas >= overLines ? refusedLayouts.commas : refusedLayouts['over lines'];
}

/** The layout of the record that begins at `at`, and where the search for the next one begins. */
function readLayout(
  text: Buffer,
  at: number,
  isWhole: boolean,
): { readonly layout: Layout | undefined; readonly end: number } {
  const found = text.indexOf(lineFeed, at);
  const lineEnd = found < 0 ? text.length : found;
  if (text[at] !== openBrace) return { layout: undefined, end: lineEnd };
  const end = findValueEnd(text, at);
  if (end < 0) return { layout: undefined, end: lineEnd };
  if (end > lineEnd) {
    // A line that is cut off may seem to continue in the next one; it does only where both together are JSON.
    return isJson(text.subarray(at, end))
      ? { layout: 'over lines', end: text[skipBlank(text, end)] === comma ? skipBlank(text, end) + 1 : end }
      : { layout: undefined, end: lineEnd };
  }
  let next = end;
  while (next < lineEnd && isSpace(text[next])) next++;
  if (text[next] === openBrace) return { layout: 'glued', end: lineEnd };
  if (text[next] === comma) return { layout: 'commas', end: lineEnd };
  const isEnded = next === lineEnd && (found >= 0 || isWhole);
  return { layout: isEnded ? 'own line' : undefined, end: lineEnd };
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

const lessThan = 0x3c;

const csvLines = 20;

/**
 * The format of what begins with neither a brace nor a bracket: CSV, XML or binary, where no line begins like an
 * object.
 */
function recognizeOther(text: Buffer, start: number, isWhole: boolean): Content {
  if (/^[ \t]*\{/m.test(text.toString('latin1'))) return jsonLines;
  if (isBinary(text)) return refused('a binary file that is not known', 'binary', '');
  if (text[start] === lessThan) return refused('XML or HTML', 'markup', '');
  const whole = isWhole ? text : text.subarray(0, text.lastIndexOf(lineFeed) + 1);
  const lines = whole.toString('utf8').split('\n', csvLines + 1);
  return isCsv(lines.map((line) => line.trim()).filter((line) => line !== ''))
    ? refused(
        'CSV',
        'csv',
        `duckdb -c "copy (from read_csv('FILE', all_varchar = true)) to 'STEM.jsonl' (format json)"`,
      )
    : jsonLines;
}

/** Text in an old character set has a smaller share; compressed and binary data has a much larger one. */
const oddShare = 0.3;

/** Whether many of the first bytes are not text: not UTF-8, or control characters. */
function isBinary(text: Buffer): boolean {
  const sample = text.subarray(0, 4096);
  let odd = 0;
  for (let at = 0; at < sample.length; at++) {
    const byte = sample[at] as number;
    if (byte < 0x20 ? !isSpace(byte) && byte !== lineFeed && byte !== 0x0c : byte >= 0x80) odd++;
  }
  return odd > sample.length * oddShare && (sample.includes(0) || !isUtf8(cutAtCharacter(sample)));
}

const columnNames = new Set(
  Object.values(datasets).flatMap(({ columns }) => columns.map(({ name }) => name)),
);

/** Whether the first line names columns, or a delimiter splits all lines into equally many parts. */
function isCsv(lines: readonly string[]): boolean {
  const [first = '', ...others] = lines;
  if (isJson(Buffer.from(first))) return false;
  for (const delimiter of [',', ';', '\t', '|']) {
    const names = first.split(delimiter).map((name) => name.trim().replaceAll('"', '').toLowerCase());
    if (names.length < 2) continue;
    if (names.filter((name) => columnNames.has(name)).length >= 2) return true;
    const parts = others.map((line) => line.split(delimiter).length);
    if (parts.length >= 2 && parts.every((count) => count === names.length)) return true;
  }
  return false;
}

function skipBlank(bytes: Buffer, from: number): number {
  let at = from;
  while (isSpace(bytes[at]) || bytes[at] === lineFeed) at++;
  return at;
}
