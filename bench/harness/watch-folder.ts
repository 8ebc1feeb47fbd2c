import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The bytes of all files below a folder; what goes while it is looked at counts as nothing.
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
 * Looks at a folder several times a second, for what a process writes there for a while.
 *
 * @returns what ends it and gives the most bytes that were seen in the folder at once
 */
export function watchFolder(folder: string): { stop(): number } {
  let most = 0;
  const look = () => {
    most = Math.max(most, sumBytes(folder));
  };
  const timer = setInterval(look, 250);
  return {
    stop() {
      clearInterval(timer);
      look();
      return most;
    },
  };
}
