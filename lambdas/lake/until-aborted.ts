/**
 * Gives what `source` gives until the signal is aborted: then it throws the signal's reason at once, even
 * while it waits for the source, which is left to end by itself.
 */
export async function* untilAborted<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T> {
  if (!signal) return yield* source;
  const items = source[Symbol.asyncIterator]();
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  // Nobody may be waiting when it is aborted.
  aborted.catch(() => undefined);
  let isWaiting = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      isWaiting = true;
      const next = await Promise.race([items.next(), aborted]);
      isWaiting = false;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    if (abort) signal.removeEventListener('abort', abort);
    const ended = items.return?.();
    if (isWaiting) ended?.catch(() => undefined);
    else await ended;
  }
}
