/*
 * Loads a bundled handler and calls it with one message a landing key, one after another, as Lambda would. Prints
 * when its code was loaded and the first call was done, from the start of the process, and how long each call took
 * after that: milliseconds by the clock, and of all its threads.
 */
import { pathToFileURL } from 'node:url';

const [bundle, ...landingKeys] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(bundle).href);
const loaded = now();

/** Since the process began. */
function now() {
  const { user, system } = process.cpuUsage();
  return { ms: performance.now(), cpuMs: (user + system) / 1000 };
}

async function call(key) {
  const began = now();
  const record = { messageId: key, receiptHandle: key, body: JSON.stringify({ key }) };
  const invocation = { awsRequestId: key, getRemainingTimeInMillis: () => 300_000 };
  const { batchItemFailures } = await handler({ Records: [record] }, invocation);
  if (batchItemFailures.length > 0) throw new Error(`${key} failed`);
  const ended = now();
  return { ms: ended.ms - began.ms, cpuMs: ended.cpuMs - began.cpuMs };
}

const [first, ...others] = landingKeys;
await call(first);
const cold = now();
const warm = [];
for (const key of others) warm.push(await call(key));
console.log(JSON.stringify({ loaded, cold, warm }));
process.exit();
