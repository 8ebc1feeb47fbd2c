import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleHandler } from '../../lib/bundling/bundle-handler.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Bundles a program of `bench/betlake`, or a handler, just as the functions are, for this machine: so that
 * neither a compiler nor the reading of a thousand files is measured.
 *
 * @param entry from the project's root
 * @param work a folder, below which it is put
 * @returns the path of the program
 */
export function bundleProgram(entry: string, work: string): string {
  const outputFolder = join(work, 'bundles', entry.replace(/\.ts$/, ''));
  const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
  bundleHandler({ projectRoot, entry, architecture, outputFolder });
  const lock = 'node_modules/fs-native-extensions';
  mkdirSync(join(outputFolder, 'node_modules'), { recursive: true });
  if (!existsSync(join(outputFolder, lock)))
    symlinkSync(join(projectRoot, lock), join(outputFolder, lock), 'junction');
  return join(outputFolder, 'index.mjs');
}
