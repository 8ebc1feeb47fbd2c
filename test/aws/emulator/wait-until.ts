import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { toTail } from './run-program.ts';

/**
 * Checks once a second until a condition holds.
 *
 * @param missing what is still missing, in words; undefined once it holds
 * @throws Error with what was missing last and the end of the emulator's log
 */
export async function waitUntil(
  what: string,
  seconds: number,
  missing: () => Promise<string | undefined>,
): Promise<void> {
  const began = Date.now();
  for (;;) {
    const left = await missing();
    if (left === undefined) return;
    if (Date.now() - began > seconds * 1000) {
      const log = await readFile(inject('emulatorLog'), 'utf8');
      throw new Error(`after ${seconds} s this has not happened: ${what}; ${left}\n${toTail(log)}`);
    }
    await sleep(1000);
  }
}
