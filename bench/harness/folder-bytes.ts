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
