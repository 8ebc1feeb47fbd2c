import { execFileSync } from 'node:child_process';
import { betlake } from './run-betlake.ts';

/** Has the command line compiled before a run of tests, so that not each of its first processes does so. */
export default function setUp(): void {
  execFileSync(process.execPath, [betlake, '--version']);
}
