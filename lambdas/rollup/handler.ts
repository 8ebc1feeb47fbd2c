import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { openTelemetry } from '../lake/powertools-telemetry.ts';
import { openRefreshContext } from './open-refresh-context.ts';
import { refreshBatch } from './refresh-batch.ts';

const telemetry = openTelemetry();
const context = await openRefreshContext(process.env, telemetry);

/** Works off the messages of the refresh queue; those that failed come again. */
export function handler(event: SQSEvent, invocation: Context): Promise<SQSBatchResponse> {
  return telemetry.during(invocation, () => refreshBatch(context, event));
}
