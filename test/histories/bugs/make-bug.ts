import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import type { Bug } from './bugs.ts';

/** Makes a bug in the product's modules as they are loaded; the files stay as they are. */
export function makeBug({ name, file, edits }: Bug): Plugin {
  const path = resolve(import.meta.dirname, '../../..', file);
  return {
    name: `bug: ${name}`,
    enforce: 'pre',
    transform(code, id) {
      if (id !== path) return undefined;
      let changed = code;
      for (const [before, after] of edits) {
        const times = code.split(before).length - 1;
        if (times !== 1) {
          this.error(
            `the bug "${name}" changes a text that ${file} holds ${times} times; it should hold it once, so give test/histories/bugs/bugs.ts the text as it is now: ${before}`,
          );
        }
        changed = changed.replace(before, () => after);
      }
      return changed;
    },
  };
}
