/** Small requests under way at once: enough to hide a round trip to S3, few enough for its request rate. */
export const requestsAtOnce = 32;

/** Files that are downloaded at once. */
export const filesAtOnce = 16;

/**
 * Works on items in parallel, at most `bound` at once, and gives the results in the order of the items.
 *
 * @throws the first failure, once everything that was under way has ended and without starting more
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  bound: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  const waiting = items.entries();
  const takeTurns = async () => {
    for (const [index, item] of waiting) {
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(bound, items.length) }, takeTurns));
  if (failures.length > 0) throw failures[0];
  return results;
}
