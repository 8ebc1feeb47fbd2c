import { readFileSync } from 'node:fs';

/**
 * The most memory that this process held at once, in MiB.
 *
 * On Linux `maxRSS` begins with what the process that started this one had held, so the figure is taken from
 * `/proc` there, which begins anew with the program.
 */
export function readPeakMib() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  if (!kib) throw new Error('/proc/self/status has no peak memory (VmHWM) of this process');
  return Number(kib) / 1024;
}
