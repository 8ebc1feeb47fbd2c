import {
  type CloudWatchMetric,
  describeError,
  type LogAttributes,
  type Telemetry,
} from '../../lambdas/core/telemetry.ts';

/** Keeps what was logged and measured, as the functions' logs would hold it. */
export class MemoryTelemetry implements Telemetry {
  readonly lines: (LogAttributes & { readonly message: string })[] = [];
  readonly #measured = new Map<CloudWatchMetric, number[]>();

  info(message: string, attributes: LogAttributes = {}): void {
    this.lines.push({ message, ...attributes });
  }

  error(message: string, error: unknown, attributes: LogAttributes = {}): void {
    this.lines.push({ message, ...attributes, ...describeError(error) });
  }

  measure(name: CloudWatchMetric, value: number): void {
    this.#measured.set(name, [...(this.#measured.get(name) ?? []), value]);
  }

  /** How many lines have one of these messages. */
  count(...messages: string[]): number {
    return this.lines.filter(({ message }) => messages.includes(message)).length;
  }

  /** The sum of a metric's values. */
  sum(name: CloudWatchMetric): number {
    return (this.#measured.get(name) ?? []).reduce((sum, value) => sum + value, 0);
  }

  /** The newest value of a metric. */
  last(name: CloudWatchMetric): number | undefined {
    return this.#measured.get(name)?.at(-1);
  }
}
