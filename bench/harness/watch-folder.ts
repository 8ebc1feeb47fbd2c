import { sumBytes } from './folder-bytes.ts';

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
