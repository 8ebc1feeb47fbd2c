const began = performance.now();

/** Reports how far the run is, past whatever captures the output of tests. */
export function report(text: string): void {
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stderr.write(`[${String(seconds).padStart(4)} s] ${text}\n`);
}
