import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...(readdirSync(new URL('docs/', root), { recursive: true }) as string[])
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
];

/** Text that is in no block of code. */
const toProse = (text: string) => text.replaceAll(/^```.*?^```$/gms, '');

/** What a heading's address is on GitHub. */
const toAnchor = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

function listAnchors(path: string): string[] {
  return [...toProse(read(path)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => toAnchor(heading));
}

test.each(documents)('every link of %s leads to a file and a heading that are there', (path) => {
  const folder = new URL(path, root);
  for (const [, link = ''] of toProse(read(path)).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^https?:|^\.\.\/\.\.\/(compare|releases)/.test(link)) continue;
    const [target = '', anchor] = link.split('#');
    const file = target ? new URL(target, folder) : folder;
    expect([link, existsSync(file)]).toEqual([link, true]);
    if (anchor) expect(listAnchors(file.href.slice(root.href.length))).toContain(anchor);
  }
});

/** What has changed names what was there before. */
const ofToday = documents.filter((path) => path !== 'CHANGELOG.md');

test.each(ofToday)('every folder, file and npm script that %s names is there', (path) => {
  const text = read(path);
  const paths = text.matchAll(
    /`((?:bin|glue|lambdas|lib|client|explore|cost|sample|bench|test)\/[\w./-]*)`/g,
  );
  for (const [, named = ''] of paths) {
    expect([named, existsSync(new URL(named, root))]).toEqual([named, true]);
  }
  for (const [, script = ''] of text.matchAll(/npm run ([a-z0-9:]+)/g)) {
    expect([script, Object.keys(scripts)]).toEqual([script, expect.arrayContaining([script])]);
  }
});

test('the README is short, and shows how to deploy before its middle', () => {
  const lines = read('README.md').split('\n');
  expect(lines.length).toBeLessThanOrEqual(150);
  expect(lines.findIndex((line) => line.startsWith('## Your own files'))).toBeLessThan(lines.length / 2);
});

test('the layout in the README names every folder of the tree, and no other', () => {
  const [, layout = ''] = /## Change it.*?```\n(.*?)```/s.exec(read('README.md')) ?? [];
  const named = [...layout.matchAll(/^([\w/-]+)\/ /gm)].map(([, folder = '']) => folder);
  for (const folder of named) expect([folder, existsSync(new URL(folder, root))]).toEqual([folder, true]);
  const { include } = JSON.parse(read('tsconfig.json')) as { include: string[] };
  const folders = ['docs', ...include.filter((name) => !name.endsWith('.ts'))];
  expect([...new Set(named.map((folder) => folder.split('/')[0]))].sort()).toEqual(folders.sort());
});

test('the guide for contributors names every tier of tests and every check', () => {
  const guide = read('CONTRIBUTING.md');
  for (const script of Object.keys(scripts).filter((name) => /^(test|check)(:|$)/.test(name))) {
    const command = script === 'test' ? 'npm test' : `npm run ${script}`;
    expect([script, guide.includes(command)]).toEqual([script, true]);
  }
});
