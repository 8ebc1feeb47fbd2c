import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The bytes of all files below a folder; files that are removed meanwhile do not count.
 *
 * @param ending of the files that count. @default all
 */
export function sumBytes(folder: string, ending = ''): number {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    if (found?.isFile() && name.endsWith(ending)) bytes += found.size;
  }
  return bytes;
}

/**
 * Measures a folder several times a second, for files that a process has there only for a while.
 *
 * @returns `stop`, which gives the most bytes that the folder had at once
 */
export function watchFolder(folder: string): { stop(): number } {
  let most = 0;
  const measure = () => {
    most = Math.max(most, sumBytes(folder));
  };
  const timer = setInterval(measure, 250);
  return {
    stop() {
      clearInterval(timer);
      measure();
      return most;
    },
  };
}
