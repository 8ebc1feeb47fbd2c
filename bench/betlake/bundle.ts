import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Bundles a program of this folder as the functions are bundled, so that what is measured is neither a compiler
 * nor the reading of a hundred files.
 *
 * @returns the path of the bundle; it must stay below the project, whose DuckDB it loads
 */
export async function bundleProgram(file: string): Promise<string> {
  const outfile = join(projectRoot, 'node_modules/.cache/betlake/bench', file.replace(/\.ts$/, '.mjs'));
  await build({
    absWorkingDir: projectRoot,
    entryPoints: [`bench/betlake/${file}`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['@duckdb/*'],
    banner: {
      js: "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);",
    },
    logLevel: 'error',
  });
  return outfile;
}
