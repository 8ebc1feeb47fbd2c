import * as z from 'zod';
import { BetlakeError } from '../lake/errors.ts';
import { parseJson } from '../lake/parse-json.ts';

const s3Event = z.object({
  Records: z.array(z.object({ s3: z.object({ object: z.object({ key: z.string().min(1) }) }) })).min(1),
});
/** What S3 sends once, when it is told of the queue. */
const testEvent = z.object({ Event: z.literal('s3:TestEvent') });
/** What a reload or a sweep sends. */
const asked = z.strictObject({ key: z.string().min(1) });

/**
 * The landing keys that a message hints at. Whatever else an event says (version, order, size) is left
 * aside: what stands in the bucket is what counts.
 *
 * @returns no key for S3's test event
 * @throws BetlakeError where the body is none of the messages that belong into the queue
 */
export function parseLandingMessage(body: string): string[] {
  const value = parseJson(body);
  if (value === undefined) throw new BetlakeError('not a landing message: it is not JSON');
  const event = s3Event.safeParse(value);
  if (event.success) return event.data.Records.map(({ s3 }) => decodeKey(s3.object.key));
  const hint = asked.safeParse(value);
  if (hint.success) return [hint.data.key];
  if (testEvent.safeParse(value).success) return [];
  throw new BetlakeError('not a landing message: expected an event of S3 or {"key": …}');
}

/** Events carry keys encoded as in a form: `+` for a space. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    throw new BetlakeError('not a landing message: its key is not URL-encoded');
  }
}
