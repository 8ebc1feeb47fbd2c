import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * A hash of files, by their paths from the project's root: some 1 MB in 6 ms. What was built is compared with its
 * sources by it, because copies of a tree have other times, and a branch that is switched back has older ones.
 *
 * @returns undefined where a file is gone
 */
export function hashFiles(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const path = join(root, file);
    if (!existsSync(path)) return undefined;
    const content = readFileSync(path);
    hash.update(`${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}
