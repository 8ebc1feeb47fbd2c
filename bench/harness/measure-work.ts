import type { Usage } from './measure-process.ts';

/** What work within this process took: time, and the processor time of all its threads meanwhile. */
export async function measureWork(work: () => Promise<unknown>): Promise<Omit<Usage, 'peakMib'>> {
  const before = process.cpuUsage();
  const began = performance.now();
  await work();
  const wallSeconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { wallSeconds, cpuSeconds: (user + system) / 1e6 };
}
