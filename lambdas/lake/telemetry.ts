/** Every metric and what it is counted in. */
export const metricUnits = {
  Loads: 'Count',
  FailedLoads: 'Count',
  LinesAccepted: 'Count',
  LinesQuarantined: 'Count',
  LinesBlank: 'Count',
  ConvertMilliseconds: 'Milliseconds',
  UnsupportedKeys: 'Count',
  GoneObjects: 'Count',
  RefreshMilliseconds: 'Milliseconds',
  DaysRefreshed: 'Count',
  OldestUnprocessedInvalidationSeconds: 'Seconds',
} as const;

export type MetricName = keyof typeof metricUnits;

/** What a log line says beside its message. */
export type LogAttributes = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Where functions tell how they fare. No raw line, no value of one and no fault's message goes here: a log is
 * read by people who have no right to the data.
 */
export interface Telemetry {
  info(message: string, attributes?: LogAttributes): void;
  /** Tells of an error by its name, code and place; its message is told only where it cannot quote data. */
  error(message: string, error: unknown, attributes?: LogAttributes): void;
  measure(name: MetricName, value: number): void;
}
