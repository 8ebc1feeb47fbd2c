/** Days one after another, `YYYY-MM-DD`. */
export function listDays(first: string, count: number): string[] {
  const start = Date.parse(first);
  return Array.from({ length: count }, (_, at) =>
    new Date(start + at * 86_400_000).toISOString().slice(0, 10),
  );
}
