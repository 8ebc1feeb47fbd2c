import type { Context } from 'aws-lambda';
import { openTelemetry } from '../core/telemetry.ts';
import { openSweepContext } from './open-sweep-context.ts';
import { type SweepOutcome, sweepLake } from './sweep-lake.ts';

const telemetry = openTelemetry();
const context = await openSweepContext(process.env, telemetry);

/** Runs on a schedule: sends lost work again, and removes files that nothing names. */
export function handler(_event: unknown, invocation: Context): Promise<SweepOutcome> {
  return telemetry.during(invocation, () => sweepLake(context));
}
