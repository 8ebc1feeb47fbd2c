/** How many small requests run at once: enough to hide a round trip to S3, few enough for its request rate. */
export const requestsAtOnce = 32;

/** How many files are downloaded at once. */
export const filesAtOnce = 16;

/**
 * Maps items in parallel, at most `bound` at once; the results are in the order of the items.
 *
 * @throws the first failure, after all running work has ended; no more is started
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  bound: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  const waiting = items.entries();
  const workThrough = async () => {
    for (const [index, item] of waiting) {
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(bound, items.length) }, workThrough));
  if (failures.length > 0) throw failures[0];
  return results;
}
