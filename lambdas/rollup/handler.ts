import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { openTelemetry } from '../lake/powertools-telemetry.ts';
import { openRollupContext } from './open-rollup-context.ts';
import { rollupBatch } from './rollup-batch.ts';

const telemetry = openTelemetry();
const context = await openRollupContext(process.env, telemetry);

/** Answers the messages of the touch queue; those that failed come again. */
export function handler(event: SQSEvent, invocation: Context): Promise<SQSBatchResponse> {
  return telemetry.during(invocation, () =>
    rollupBatch(context, event, () => invocation.getRemainingTimeInMillis()),
  );
}
