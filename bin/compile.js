import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildAssembly, listAssemblySources } from './build-assembly.js';
import { hashFiles, root } from './hash-files.js';

/*
 * Compiles the command line into the folder `dist`, and the conversion core where it has changed: started from TypeScript it would take five times as long. It runs
 * before anything is compiled, so it is JavaScript itself and needs esbuild alone.
 */
const folder = join(root, 'dist');
const inputsFile = join(folder, 'inputs.json');
const entry = 'betlake.js';

/** The compiled command line. */
export const compiledUrl = pathToFileURL(join(folder, entry)).href;

/** Whether the compiled command line is what its sources say now. */
export function isCompiled() {
  if (!existsSync(inputsFile)) return false;
  const { files, hash } = JSON.parse(readFileSync(inputsFile, 'utf8'));
  return hash === hashFiles(files);
}

/**
 * Compiles the command line. Any number of processes may do so at once, and others start meanwhile: a file appears
 * whole, the entry after what it imports, and no file is removed that a running process might still import.
 *
 * @throws Error where a source cannot be compiled or `dist` cannot be written
 */
export async function compile() {
  await buildAssembly();
  const { build } = await import('esbuild');
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['bin/betlake.ts'],
    outdir: folder,
    write: false,
    metafile: true,
    bundle: true,
    // What a command imports when it needs it stays in files of its own.
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    // Native parts, and packages that read files beside themselves.
    external: ['@duckdb/node-bindings*', 'fs-native-extensions', 'esbuild', 'open'],
    // Packages in CommonJS call `require`, which a module has not.
    banner: {
      js: "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);",
    },
    plugins: [readFilesBesideSources],
  });
  // A package is pinned in package.json: another version of it is another content of that.
  const sources = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules/'));
  const files = [
    'bin/compile.js',
    ...listAssemblySources(),
    ...sources.filter((path) => existsSync(join(root, path))),
  ];
  mkdirSync(folder, { recursive: true });
  const isEntry = ({ path }) => basename(path) === entry;
  for (const { path, contents } of outputFiles.toSorted((a, b) => isEntry(a) - isEntry(b))) {
    replaceFile(path, contents);
  }
  replaceFile(inputsFile, JSON.stringify({ files, hash: hashFiles(files) }));
}

/** A module that reads a file beside itself (SQL, prices, the page) reads it where its source is. */
const readFilesBesideSources = {
  name: 'read files beside sources',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const place = JSON.stringify(relative(folder, path).replaceAll('\\', '/'));
      return {
        loader: 'ts',
        contents: source.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`),
      };
    });
  },
};

function replaceFile(path, content) {
  const unfinished = `${path}.${randomUUID()}`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}

// `npm install` and `npm ci` run this file by itself: files of earlier versions go.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(folder, { recursive: true, force: true });
  await compile();
}
