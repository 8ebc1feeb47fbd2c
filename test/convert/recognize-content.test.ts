import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headBytes, recognizeContent, toContentFault } from '../../lambdas/convert/recognize-content.ts';

const first = { game_id: 1, game_name: 'Fast } Hands {' };
const second = { game_id: 2, game_name: 'Slow, "Hands"\n' };
const lines = [first, second].map((game) => JSON.stringify(game));

function recognize(content: string | Buffer): string {
  const bytes = Buffer.from(content);
  const { code, name } = recognizeContent(bytes.subarray(0, headBytes), bytes.length <= headBytes);
  return code ?? name;
}

describe('bytes are recognized', () => {
  test.each<[string, string | Buffer, string]>([
    ['lines', lines.join('\n'), 'JSON Lines'],
    ['one line', `${lines[0]}`, 'JSON Lines'],
    ['lines after blank ones and a mark', `\ufeff\n \r\n${lines.join('\r\n')}`, 'JSON Lines'],
    ['nothing', '', 'JSON Lines'],
    ['a mark alone', '\ufeff', 'JSON Lines'],
    ['blank lines', '\n \t\r\n', 'JSON Lines'],
    ['lines of which the first is cut', `{"game_id": 1, "game_na\n${lines.join('\n')}`, 'JSON Lines'],
    ['lines of which the first is no JSON', `game 1\n${lines.join('\n')}`, 'JSON Lines'],
    ['lines of which the first is a small array', `[1, 2]\n${lines.join('\n')}`, 'JSON Lines'],
    ['lines of which the first is an array of objects', `[{"a": 1}]\n${lines.join('\n')}`, 'JSON Lines'],
    ['lines of which one holds two objects', `${lines.join('')}\n${lines.join('\n')}`, 'JSON Lines'],
    ['text of no kind', 'nothing of note', 'JSON Lines'],
    ['a text as JSON', '"a,b"', 'JSON Lines'],
    ['an array on one line', `[${lines.join(', ')}]`, 'a JSON array'],
    ['an array with an element a line', `[\n${lines.join(',\n')}\n]\n`, 'a JSON array'],
    ['an array over many lines', JSON.stringify([first, second], null, 2), 'a JSON array'],
    ['an array with a mark before it', `\ufeff\r\n[${lines.join()}]`, 'a JSON array'],
    ['an empty array', '[ ]', 'a JSON array'],
    ['an array of arrays', '[[1, "a"], [2, "b"]]', 'a JSON array'],
    ['an array that is cut', `[${lines[0]}, {"game`, 'a JSON array'],
    ['a bracket alone', '[', 'a JSON array'],
    ['objects glued together', lines.join(''), 'glued_objects'],
    ['objects with spaces between them', lines.join(' '), 'glued_objects'],
    ['objects with CR between them', lines.join('\r'), 'glued_objects'],
    ['objects with commas and line ends between them', lines.join(',\n'), 'JSON Lines'],
    ['three such objects', [...lines, lines[0]].join(',\n'), 'objects_with_commas'],
    ['objects with commas between them', lines.join(','), 'objects_with_commas'],
    ['an object over several lines', JSON.stringify(first, null, 2), 'objects_over_lines'],
    [
      'several such objects',
      [first, second].map((game) => JSON.stringify(game, null, 1)).join('\n'),
      'objects_over_lines',
    ],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${lines.join('\n')}`, 'utf16le'), 'utf_16'],
    ['UTF-16 without one', Buffer.from(lines.join('\n'), 'utf16le'), 'utf_16'],
    ['big-endian UTF-16', Buffer.from(`\ufeff${lines.join('\n')}`, 'utf16le').swap16(), 'utf_16'],
    ['big-endian UTF-16 without a mark', Buffer.from(lines.join('\n'), 'utf16le').swap16(), 'utf_16'],
    ['CSV of known columns', 'game_id,game_name\n1,Fast Hands\n', 'csv'],
    ['CSV in quotes, with semicolons', '"GAME_ID";"GAME_NAME"\r\n"1";"Fast Hands"\r\n', 'csv'],
    ['CSV of other columns', 'a\tb\tc\n1\t2\t3\n4\t5\t6\n', 'csv'],
    ['Parquet', 'PAR1\x15\x04', 'columnar'],
    ['Arrow', 'ARROW1\0\0', 'columnar'],
    ['an Arrow stream', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x78, 0, 0, 0]), 'columnar'],
    ['Avro', 'Obj\x01', 'columnar'],
    ['ORC', 'ORC', 'columnar'],
    ['a zip archive', 'PK\x03\x04', 'archive'],
    ['a tar archive', `${'a.jsonl'.padEnd(257, '\0')}ustar\0`, 'archive'],
    ['Zstandard', Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 'archive'],
    ['bzip2', 'BZh91AY', 'archive'],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), 'archive'],
    ['LZ4', Buffer.from([0x04, 0x22, 0x4d, 0x18]), 'archive'],
    ['a 7z archive', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]), 'archive'],
    ['gzip within gzip', gzipSync('a'), 'archive'],
    ['XML', '<?xml version="1.0"?><Error/>', 'markup'],
    ['other bytes', Buffer.from(Array.from({ length: 999 }, (_, at) => (at * 89) % 251)), 'binary'],
  ])('as what they are: %s', (_, bytes, kind) => {
    expect(recognize(bytes)).toBe(kind);
  });

  test('as JSON Lines wherever most of their objects are on lines of their own', () => {
    const object = fc
      .dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }))
      .map((value) => JSON.stringify(value));
    const odd = fc.oneof(
      fc.string(),
      object.map((text) => text.slice(0, -1)),
      object.map((text) => `${text}${text}`),
    );
    const file = fc.tuple(fc.array(object, { minLength: 3 }), fc.array(odd, { maxLength: 2 }), fc.nat());
    fc.assert(
      fc.property(file, ([objects, others, at]) => {
        const all = [...objects];
        for (const other of others) all.splice(at % (all.length + 1), 0, other);
        const begins = all.find((line) => line.trim() !== '')?.trim() ?? '';
        fc.pre(begins.startsWith('{'));
        expect(recognize(all.join('\n'))).toBe('JSON Lines');
      }),
    );
  });

  test('as the kind that all their objects are written in, however many', () => {
    const game = fc.record({
      game_id: fc.nat(),
      game_name: fc.string(),
      more: fc.jsonValue({ maxDepth: 2 }),
    });
    fc.assert(
      fc.property(fc.array(game, { minLength: 2, maxLength: 300 }), fc.nat(4), (games, indent) => {
        const texts = games.map((each) => JSON.stringify(each));
        const spread = games.map((each) => JSON.stringify(each, null, indent + 1));
        expect(recognize(texts.join('\n'))).toBe('JSON Lines');
        expect(recognize(texts.join(''))).toBe('glued_objects');
        expect(recognize(texts.join(' \t'))).toBe('glued_objects');
        expect(recognize(texts.join(','))).toBe('objects_with_commas');
        expect(recognize(spread.join('\n'))).toBe('objects_over_lines');
        expect(recognize(spread.join(''))).toBe('objects_over_lines');
        expect(recognize(JSON.stringify(games, null, indent))).toBe('a JSON array');
        expect(recognize(Buffer.from(texts.join('\n'), 'utf16le'))).toBe('utf_16');
      }),
      { numRuns: 40 },
    );
  });
});

describe('a refusal', () => {
  const message = (content: string | Buffer, key: string, isGzip = false) => {
    const recognized = recognizeContent(Buffer.from(content), true);
    if (recognized.code === null) throw new Error('expected a refusal');
    return toContentFault({ ...recognized, code: recognized.code }, key, isGzip).message;
  };

  test('names what the file is and the command that turns it into lines', () => {
    expect(message(lines.join(''), 'bets/2021/f.jsonl')).toBe(
      'is JSON objects glued together without line ends, which is not read; make JSON Lines of it: jq -c . f.jsonl > f.lines.jsonl',
    );
    expect(message(lines.join(''), 'bets/f.jsonl.gz', true)).toContain(
      ': gzip -dc f.jsonl.gz > f.inflated && jq -c . f.inflated > f.lines.jsonl',
    );
    expect(message('PAR1', 'bets/f.jsonl')).toContain(
      `: duckdb -c "copy (from 'f.jsonl') to 'f.jsonl' (format json)"`,
    );
    expect(message('ORC', 'bets/f.jsonl')).toBe('is ORC, which is not read; export it as JSON Lines');
  });

  test('puts no odd name into a command', () => {
    const refusal = message(lines.join(''), `bets/a"; rm -rf $HOME '.jsonl`);
    expect(refusal).toContain('jq -c . FILE > STEM.lines.jsonl');
    expect(refusal).not.toContain('rm');
  });
});
