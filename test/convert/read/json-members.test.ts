import { describe, expect, test } from 'vitest';
import {
  measureNesting,
  toMemberName,
  visitJsonMembers,
} from '../../../lambdas/convert/read/json-members.ts';

function listMembers(text: string): string[][] {
  const members: string[][] = [];
  visitJsonMembers(text, (nameStart, nameEnd, start, end) => {
    members.push([toMemberName(text.slice(nameStart, nameEnd)), text.slice(start, end)]);
  });
  return members;
}

describe('the members of a JSON object', () => {
  test.each<[string, string[][]]>([
    ['{}', []],
    [' \t\r\n{ \t\r\n} ', []],
    ['{"a":1}', [['a', '1']]],
    [
      '{ "a" : 1 , "b" : null }',
      [
        ['a', '1'],
        ['b', 'null'],
      ],
    ],
    [
      '{"a":1,"a":2}',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    [
      '{"a":"x,}\\"]{","b":"\\\\"}',
      [
        ['a', '"x,}\\"]{"'],
        ['b', '"\\\\"'],
      ],
    ],
    [
      '{"a":{"b":[1,{"c":"}"}]},"d":[]}',
      [
        ['a', '{"b":[1,{"c":"}"}]}'],
        ['d', '[]'],
      ],
    ],
    [
      '{"a":-1.50e+2\t,"b":true}',
      [
        ['a', '-1.50e+2'],
        ['b', 'true'],
      ],
    ],
    [
      '\n{\n"a"\n:\n1\n,\r"b"\r:\r"c d"\r,"e":[]\n}',
      [
        ['a', '1'],
        ['b', '"c d"'],
        ['e', '[]'],
      ],
    ],
    [
      '{"a":[1, 2] ,"b":{"c": 3} }',
      [
        ['a', '[1, 2]'],
        ['b', '{"c": 3}'],
      ],
    ],
    [
      '{"\\u0061":1,"\\"":2,"":3}',
      [
        ['a', '1'],
        ['"', '2'],
        ['', '3'],
      ],
    ],
  ])('of %s are found in their order, as they are written', (text, members) => {
    expect(listMembers(text)).toEqual(members);
  });
});

test.each([
  ['1', 0],
  ['{}', 1],
  ['{"a":{}}', 2],
  ['[[],[[]]]', 3],
  ['{"a":{},"b":{}}', 2],
  ['{"a":[],"b":[]}', 2],
  ['{"a":"{{[["}', 1],
  ['{"a":"\\"{{"}', 1],
  ['[][][]', 1],
  ['{"a":"{', 1],
  ['[[', 2],
])('%s is nested %i deep', (text, depth) => {
  expect(measureNesting(text)).toBe(depth);
});
