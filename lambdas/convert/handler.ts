import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { openTelemetry } from '../core/telemetry.ts';
import { convertBatch, openConvertContext } from './convert-batch.ts';

const telemetry = openTelemetry();
const context = await openConvertContext(process.env, telemetry);

/** Handles messages of the landing queue; those that failed come again. */
export function handler(event: SQSEvent, invocation: Context): Promise<SQSBatchResponse> {
  return telemetry.during(invocation, () =>
    convertBatch(context, event, () => invocation.getRemainingTimeInMillis()),
  );
}
