import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { openTelemetry } from '../lake/powertools-telemetry.ts';
import { convertBatch } from './convert-batch.ts';
import { openConvertContext } from './open-convert-context.ts';

const telemetry = openTelemetry();
const context = await openConvertContext(process.env, telemetry);

/** Answers the messages of the landing queue; those that failed come again. */
export function handler(event: SQSEvent, invocation: Context): Promise<SQSBatchResponse> {
  return telemetry.during(invocation, () =>
    convertBatch(context, event, () => invocation.getRemainingTimeInMillis()),
  );
}
