/** What the emulator does not do, or does otherwise than AWS, and where it is held to instead. */
export const notShownHere: readonly string[] = [
  'queries: the emulator has no Athena to speak of (the SQL runs on Trino in a tier of its own)',
  "buckets' encryption, lifecycle, tags and access logs: it drops them (test/lib/storage.test.ts)",
  'customer keys and their grants (test/lib/security.test.ts)',
  "the functions' memory, architecture, runtime and cold start: they run on this machine's Node (test/lib/functions.test.ts)",
  '403 for a missing key without the right to list, 409 for a put in conflict (test/core/s3-store.test.ts)',
  'alarms: it emits none of the metrics of queues and functions, and refuses metric math (test/lib/observability.test.ts)',
  'the right to send to a queue by its one name: it asks for sqs:SendMessageBatch, which is given (test/lib/access.test.ts)',
  'the schedule of the sweep: the test calls the function itself (test/lib/functions.test.ts)',
  'refusing to delete a bucket that holds objects: it deletes any (test/lib/storage.test.ts)',
];
