import { cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import type { Architecture } from '../configuration.ts';
import { installDuckDb } from './install-duckdb.ts';

export interface HandlerBundle {
  readonly projectRoot: string;
  /** The handler's file, from the project's root: `lambdas/convert/handler.ts`. */
  readonly entry: string;
  readonly architecture: Architecture;
  readonly outputFolder: string;
}

/**
 * Bundles a handler into a folder that Lambda can run: `index.mjs`, the SQL files it reads and, where it
 * imports DuckDB, DuckDB's packages for the function's architecture. No container, on any machine.
 */
export function bundleHandler({ projectRoot, entry, architecture, outputFolder }: HandlerBundle): void {
  const { metafile } = buildSync({
    absWorkingDir: projectRoot,
    entryPoints: [entry],
    outfile: join(outputFolder, 'index.mjs'),
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    mainFields: ['module', 'main'],
    // Not minified: a stack trace in a log then names lines that can be read.
    minify: false,
    logLevel: 'error',
    // The native part alone: loading DuckDB's own modules one by one would take half the start of a function. A laptop's
    // lock is native too, and no function imports it; the benchmark's programs do.
    external: ['@duckdb/node-bindings*', 'fs-native-extensions'],
    // Packages in CommonJS call `require`, which a module has not.
    banner: {
      js: "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);",
    },
  });
  if (reads(metafile, 'glue/sql.ts')) copySql(projectRoot, outputFolder);
  if (reads(metafile, 'lambdas/convert/assembly.ts')) copyWebAssembly(projectRoot, outputFolder);
  if (imports(metafile, '@duckdb/node-bindings')) {
    cpSync(installDuckDb(projectRoot, architecture), join(outputFolder, 'node_modules'), { recursive: true });
  }
}

/** Copies the SQL files beside `index.mjs`, where the bundled `glue/sql.ts` reads them. */
function copySql(projectRoot: string, outputFolder: string): void {
  for (const folder of ['rollups', 'views']) {
    const from = join(projectRoot, 'glue', folder);
    const isFolderOrSql = (path: string) => path === from || basename(path).endsWith('.sql');
    cpSync(from, join(outputFolder, folder), { recursive: true, filter: isFolderOrSql });
  }
}

/** Copies the conversion core and its compressor beside `index.mjs`; `npm run build:assembly` built them. */
function copyWebAssembly(projectRoot: string, outputFolder: string): void {
  for (const file of ['convert.wasm', 'zstd.wasm']) {
    const from = join(projectRoot, 'lambdas/convert/assembly/build', file);
    cpSync(from, join(outputFolder, 'assembly/build', file));
  }
}

function reads({ inputs }: Metafile, file: string): boolean {
  return Object.hasOwn(inputs, file);
}

function imports({ outputs }: Metafile, name: string): boolean {
  return Object.values(outputs).some((output) => output.imports.some(({ path }) => path === name));
}
