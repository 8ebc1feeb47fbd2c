/*
 * Loads a bundled handler and calls it as Lambda would, one call after another: a file has the landing keys of each
 * call, a message for each key. Prints the time from the start of the process until its code was loaded and until the
 * first call was done, and the time of each later call: milliseconds by the clock, and of all its threads.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [bundle, callsFile] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(bundle).href);
const loaded = now();

/** Since the process began. */
function now() {
  const { user, system } = process.cpuUsage();
  return { ms: performance.now(), cpuMs: (user + system) / 1000 };
}

async function call(keys) {
  const began = now();
  const Records = keys.map((key) => ({ messageId: key, receiptHandle: key, body: JSON.stringify({ key }) }));
  const invocation = { awsRequestId: keys[0], getRemainingTimeInMillis: () => 300_000 };
  const { batchItemFailures } = await handler({ Records }, invocation);
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures[0].itemIdentifier} failed`);
  const ended = now();
  return { ms: ended.ms - began.ms, cpuMs: ended.cpuMs - began.cpuMs };
}

const [first, ...others] = JSON.parse(readFileSync(callsFile, 'utf8'));
await call(first);
const cold = now();
const warm = [];
for (const keys of others) warm.push(await call(keys));
console.log(JSON.stringify({ loaded, cold, warm }));
process.exit();
