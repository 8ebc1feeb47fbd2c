import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

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

function sumBytes(folder: string): number {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    if (found?.isFile()) bytes += found.size;
  }
  return bytes;
}
