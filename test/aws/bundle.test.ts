import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleHandler } from '../../lib/bundling/bundle-handler.ts';
import type { Architecture } from '../../lib/configuration.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'betlake-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lambda's own limit is 250 MB; half of it leaves room. */
const maxBytes = 120 * 1000 ** 2;
/** The machine's number in an ELF file's header. */
const machines: Readonly<Record<Architecture, number>> = { arm64: 0xb7, x86_64: 0x3e };

function bundle(entry: string, architecture: Architecture): string {
  const outputFolder = join(folder, `${entry.replaceAll('/', '.')}.${architecture}`);
  if (existsSync(outputFolder)) return outputFolder;
  mkdirSync(outputFolder, { recursive: true });
  bundleHandler({ projectRoot, entry, architecture, outputFolder });
  return outputFolder;
}

const listFiles = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

describe.each(['convert', 'sweep'])('the bundle of %s', (task) => {
  const files = listFiles(bundle(`lambdas/${task}/handler.ts`, 'arm64'));

  it('is under 3 MB and holds no engine', () => {
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(3 * 1000 ** 2);
    expect(files.filter((file) => file.includes('node_modules'))).toEqual([]);
  });
});

it('the bundle of convert holds the conversion core and its compressor, without what only tests need', () => {
  const files = listFiles(bundle('lambdas/convert/handler.ts', 'arm64'));
  const built = files.map((file) => basename(file)).filter((name) => name.includes('.wasm'));
  expect(built.sort()).toEqual(['convert.wasm', 'zstd.wasm']);
});

describe.each(['arm64', 'x86_64'] as const)('the bundle of rollup for %s', (architecture) => {
  const output = bundle('lambdas/rollup/handler.ts', architecture);
  const files = listFiles(output);

  it('is under 120 MB unzipped', () => {
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes).toBeLessThan(maxBytes);
  });

  it('holds the binding of that architecture and no other', () => {
    const bindings = readdirSync(join(output, 'node_modules', '@duckdb')).filter((name) =>
      name.includes('linux'),
    );
    expect(bindings).toEqual([`node-bindings-linux-${architecture === 'arm64' ? 'arm64' : 'x64'}`]);
    const native = files.filter((file) => /\.(?:node|so)$/.test(file));
    expect(native.length).toBeGreaterThan(0);
    for (const file of native) expect(readFileSync(file).readUInt16LE(18)).toBe(machines[architecture]);
  });

  it('holds the SQL files beside it', () => {
    expect(existsSync(join(output, 'rollups', 'activity.sql'))).toBe(true);
    expect(existsSync(join(output, 'views', 'activity.sql'))).toBe(true);
    expect(files.filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))).toEqual([]);
  });

  it('holds the same version of DuckDB as the laptop', () => {
    const versionIn = (root: string) =>
      (
        JSON.parse(readFileSync(join(root, 'node_modules/@duckdb/node-api/package.json'), 'utf8')) as {
          version: string;
        }
      ).version;
    expect(versionIn(output)).toBe(versionIn(projectRoot));
  });
});

const entries = ['convert', 'rollup', 'sweep'].filter((task) =>
  existsSync(join(projectRoot, `lambdas/${task}/handler.ts`)),
);
const hostArchitecture: Architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';

it.each(entries)('the bundle of %s holds nothing that a laptop alone needs, such as its lock', (task) => {
  const files = listFiles(bundle(`lambdas/${task}/handler.ts`, hostArchitecture));
  expect(files.filter((file) => /fs-native-extensions|require-addon/.test(file))).toEqual([]);
  const code = readFileSync(files.find((file) => file.endsWith('index.mjs')) ?? '', 'utf8');
  expect(code).not.toMatch(/fs-native-extensions|\/\/ local\//);
});

/** An S3 of which nothing was ever put, and that takes whatever is put. */
const emptyS3 = createServer((request, response) => {
  request.resume();
  if (request.method === 'PUT') response.writeHead(200, { etag: '"put"' }).end();
  else response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
});
afterAll(() => void emptyS3.close());

it.runIf(process.platform === 'linux').each(entries)('%s starts from its bundle', async (task) => {
  if (!emptyS3.listening) await once(emptyS3.listen(0, '127.0.0.1'), 'listening');
  const output = bundle(`lambdas/${task}/handler.ts`, hostArchitecture);
  const program = `const { handler } = await import(${JSON.stringify(join(output, 'index.mjs'))}); console.log(typeof handler); process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    cwd: folder,
    env: {
      ...process.env,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(emptyS3.address() as AddressInfo).port}`,
      BETLAKE_LANDING_BUCKET: 'landing',
      BETLAKE_LAKE_BUCKET: 'lake',
      BETLAKE_LANDING_QUEUE_URL: 'https://queue.example/landing',
      BETLAKE_REFRESH_QUEUE_URL: 'https://queue.example/refresh.fifo',
      BETLAKE_FIRST_DATE: '2015-01-01',
      BETLAKE_DEBITS: 'negative',
      BETLAKE_STAKE_TYPES: '[1]',
      BETLAKE_VOID_STATUSES: '[]',
      BETLAKE_INVALIDATION_SECONDS: '3600',
      BETLAKE_MEMORY_MIB: '1769',
      BETLAKE_SWEEP_WINDOW_DAYS: '7',
      POWERTOOLS_SERVICE_NAME: `betlake-test-${task}`,
      POWERTOOLS_METRICS_NAMESPACE: 'Betlake',
    },
  });
  expect(stdout.trim().split('\n').at(-1)).toBe('function');
});
