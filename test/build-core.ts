import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Builds the conversion core before a run of tests where its sources have changed. */
export default function setUp(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('../bin/build-assembly.js', import.meta.url))]);
}
