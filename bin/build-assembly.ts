import { cpSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/*
 * `npm run build:assembly`, which `npm ci` runs: compiles lambdas/convert/assembly to WebAssembly and puts Zstandard's
 * WebAssembly beside it, so that lambdas/convert/assembly/build is all that a bundle needs.
 */

const folder = fileURLToPath(new URL('../lambdas/convert/assembly', import.meta.url));
const build = join(folder, 'build');
mkdirSync(build, { recursive: true });
for (const target of ['release', 'debug']) {
  const config = ['--config', join(folder, 'asconfig.json'), '--target', target];
  const { error, stderr } = await asc.main(config);
  if (error) {
    process.stderr.write(`${stderr.toString()}\n${error.message}\n`);
    process.exitCode = 1;
  }
}
const require = createRequire(import.meta.url);
const zstd = dirname(require.resolve('@bokuweb/zstd-wasm'));
cpSync(join(zstd, 'zstd.wasm'), join(build, 'zstd.wasm'));
