import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { openTelemetry } from '../core/telemetry.ts';
import { openRefreshContext, refreshBatch } from './refresh-batch.ts';

const telemetry = openTelemetry();
const context = await openRefreshContext(process.env, telemetry);

/** Handles messages of the refresh queue; those that failed come again. */
export function handler(event: SQSEvent, invocation: Context): Promise<SQSBatchResponse> {
  return telemetry.during(invocation, () => refreshBatch(context, event));
}
