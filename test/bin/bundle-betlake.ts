import { mkdtemp, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Bundles the command line once for a run of tests, and names it to them in `BETLAKE_COMMAND`: a process that reads
 * it starts with a third of the CPU that one takes which has to translate the TypeScript source. The bundle goes
 * with the run's temporary folder.
 */
export default async function setUp(): Promise<() => void> {
  const folder = await mkdtemp(join(tmpdir(), 'betlake-command-'));
  await build({
    entryPoints: [join(root, 'bin/betlake.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [
      {
        name: 'files beside a module are read where its source is',
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, async ({ path }) => {
            const source = await readFile(path, 'utf8');
            return {
              loader: 'ts',
              contents: source.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
            };
          });
        },
      },
    ],
  });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  process.env.BETLAKE_COMMAND = join(folder, 'betlake.mjs');
  return () => {
    delete process.env.BETLAKE_COMMAND;
  };
}
