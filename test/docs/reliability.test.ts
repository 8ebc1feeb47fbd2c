import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const page = read('docs/reliability.md');

/** Rows of the catalogue of faults: what shows each, by its number. */
const shown = new Map(
  [...page.matchAll(/^\| (\d+) \|.*\| ([^|]+) \|$/gm)].map(([, number, tests = '']) => [
    Number(number),
    tests,
  ]),
);

test('every file that the page on reliability names is there', () => {
  const paths = [...page.matchAll(/`((?:test|glue|lambdas|lib|local|mutation)\/[^`]*)`/g)].map(
    ([, path = '']) => path,
  );
  expect(paths.length).toBeGreaterThan(50);
  for (const path of paths) expect([path, existsSync(new URL(path, root))]).toEqual([path, true]);
});

test('every fault of the catalogue is shown by tests, whose titles are quoted as they are', () => {
  expect([...shown.keys()]).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
  for (const [number, tests] of shown) {
    const named = [...tests.matchAll(/`(test\/[^`]+\.test\.ts)`: ([^`]*)/g)];
    expect([number, named.length]).not.toEqual([number, 0]);
    for (const [, path = '', quoted = ''] of named) {
      const titles = [...quoted.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title);
      expect([number, path, titles.length]).not.toEqual([number, path, 0]);
      const source = read(path);
      for (const title of titles) {
        expect([number, path, title, isTitle(source, title)]).toEqual([number, path, title, true]);
      }
    }
  }
});

/** Whether the text is in the file's code, outside of comments. */
function isTitle(source: string, title: string): boolean {
  return source.split('\n').some((line) => line.includes(title) && !/^\s*(\/\/|\/?\*)/.test(line));
}
