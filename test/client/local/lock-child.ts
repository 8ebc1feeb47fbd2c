import { lockLake } from '../../../client/local/lock.ts';

/*
 * A process that locks a lake, for tests of what it keeps out: it says "locked" and holds the lock until it is killed,
 * or says what kept it from locking and ends.
 */
const [folder = ''] = process.argv.slice(2);

try {
  await lockLake(folder, new Date());
  console.log('locked');
  setInterval(() => {}, 1000);
} catch (error) {
  console.log(error instanceof Error ? error.message : String(error));
}
