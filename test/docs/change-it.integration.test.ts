import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the product and its types need. */
const product = ['bin', 'client', 'cost', 'explore', 'glue', 'lambdas', 'lib', 'sample'];
const files = ['package.json', 'tsconfig.json'];

interface Block {
  readonly language: string;
  /** The file that the block is, or changes. */
  readonly path: string;
  readonly text: string;
}

const blocks = /^```(\w+) ?(\S*)\n(.*?)^```$/gms;

function listBlocks(text: string): Block[] {
  return [...text.matchAll(blocks)].map(([, language = '', path = '', content = '']) => ({
    language,
    path,
    text: content,
  }));
}

const page = await readFile(join(root, 'docs/change-it.md'), 'utf8');
const [shared = '', ...examples] = page.split(/^## /m);
const titles = examples.map((text) => text.slice(0, text.indexOf('\n')));

/** Applies a diff without line numbers: the lines that it keeps and removes are in the file once, together. */
function applyDiff(source: string, diff: string, path: string): string {
  const lines = diff.replace(/\n$/, '').split('\n');
  const pick = (left: string) =>
    lines
      .filter((line) => !line.startsWith(left))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const before = pick('+');
  const places = source.split(`${before}`).length - 1;
  if (places !== 1)
    throw new Error(
      `docs/change-it.md: a diff of ${path} fits ${places} places; its lines should be as they are there:\n${before}`,
    );
  return source.replace(before, () => pick('-'));
}

/** The words of a command, of which some are in double quotes. */
const toWords = (command: string) =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);

const copies: string[] = [];

async function copyTree(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'betlake-change-it-'));
  copies.push(copy);
  for (const name of [...product, ...files])
    await cp(join(root, name), join(copy, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
  return copy;
}

async function apply(copy: string, text: string): Promise<void> {
  for (const { language, path, text: content } of listBlocks(text)) {
    if (path === '') continue;
    const file = join(copy, path);
    await mkdir(dirname(file), { recursive: true });
    const changed = language === 'diff' ? applyDiff(await readFile(file, 'utf8'), content, path) : content;
    await writeFile(file, changed);
  }
}

afterAll(async () => {
  for (const copy of copies) await rm(copy, { recursive: true, force: true });
});

describe('each example of docs/change-it.md does what it shows', () => {
  test.each(titles.map((title, at) => [title, examples[at] ?? ''] as const))('%s', async (_, text) => {
    const copy = await copyTree();
    await apply(copy, shared);
    await apply(copy, text);
    const [commands, expected] = ['sh', 'csv'].map(
      (language) => listBlocks(text).find((block) => block.language === language)?.text ?? '',
    ) as [string, string];
    let stdout = '';
    for (const command of commands.trim().split('\n')) {
      const [npx, betlake, ...words] = toWords(command);
      expect([npx, betlake]).toEqual(['npx', 'betlake']);
      // A quarantined line makes no command fail.
      ({ stdout } = await run(process.execPath, ['bin/betlake.js', ...words], { cwd: copy }));
    }
    expect(stdout).toBe(expected);
  });
});

test('all examples of docs/change-it.md together have types that fit', async () => {
  const copy = await copyTree();
  for (const text of examples) await apply(copy, text);
  await run(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'], { cwd: copy });
});
