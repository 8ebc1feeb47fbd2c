import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashFiles, root } from './hash-files.js';

/*
 * Compiles the conversion core, lambdas/convert/assembly, to WebAssembly, and puts Zstandard's beside it: all that a
 * function that converts reads besides its code. It runs before anything is compiled, so it is JavaScript itself.
 */
const folder = join(root, 'lambdas/convert/assembly');
const build = join(folder, 'build');
const builtHash = join(build, 'sources.sha256');

/** What the built core depends on, from the project's root: with the versions of the compiler and of Zstandard. */
export function listAssemblySources() {
  const names = readdirSync(folder).filter((name) => /\.(ts|json)$/.test(name));
  return [
    'bin/build-assembly.js',
    'bin/hash-files.js',
    'package.json',
    ...names.sort().map((name) => `lambdas/convert/assembly/${name}`),
  ];
}

/**
 * Builds the core unless it is built of the same sources. Any number of processes may do so at once: a file appears
 * whole, and the note of its sources last.
 *
 * @throws Error with the compiler's message where the core cannot be compiled
 */
export async function buildAssembly() {
  const sources = hashFiles(listAssemblySources());
  if (existsSync(builtHash) && readFileSync(builtHash, 'utf8') === sources) return;
  const { default: asc } = await import('assemblyscript/asc');
  mkdirSync(build, { recursive: true });
  const unfinished = mkdtempSync(join(folder, 'build-'));
  try {
    for (const [target, file] of [
      ['release', 'convert.wasm'],
      ['debug', 'convert.debug.wasm'],
    ]) {
      const options = ['--config', join(folder, 'asconfig.json'), '--target', target];
      const { error, stderr } = await asc.main([...options, '--outFile', join(unfinished, file)]);
      if (error) throw new Error(`lambdas/convert/assembly cannot be compiled: ${error.message}\n${stderr}`);
    }
    const zstd = dirname(createRequire(import.meta.url).resolve('@bokuweb/zstd-wasm'));
    copyFileSync(join(zstd, 'zstd.wasm'), join(unfinished, 'zstd.wasm'));
    writeFileSync(join(unfinished, 'sources.sha256'), sources);
    const isNote = (name) => name.endsWith('.sha256');
    for (const name of readdirSync(unfinished).sort((a, b) => isNote(a) - isNote(b)))
      renameSync(join(unfinished, name), join(build, name));
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAssembly();
