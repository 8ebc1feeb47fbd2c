import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readPeakMib } from '../../bench/harness/peak-memory.mjs';
import { openLakeForWriting } from '../../client/local/lake.ts';
import { datasets } from '../../glue/datasets/index.ts';
import { loadObject } from '../../lambdas/convert/load-object.ts';

/*
 * Loads a file into a lake in a process of its own, which reports when it has begun, waits where the test says so,
 * and reports at the end what memory it took.
 */

const [folder = '', path = '', behaviour = ''] = process.argv.slice(2);
const { size, mtime } = await stat(path);
const lake = await openLakeForWriting(folder);
const outcome = await loadObject(lake, datasets.bets, 'bets/a.jsonl', async () => ({
  key: 'bets/a.jsonl',
  size,
  lastModified: mtime,
  version: 'only',
  async *open() {
    yield* createReadStream(path) as AsyncIterable<Buffer>;
    process.stdout.write('read\n');
    // For ever: the process is killed here, or has nothing more to do and ends.
    if (behaviour === 'hang') await new Promise((resolve) => setTimeout(resolve, 60_000));
  },
}));
lake.close();
const rssMib = Math.round(readPeakMib());
process.stdout.write(
  `${JSON.stringify({ status: outcome?.status, lines: outcome?.record.lines, rssMib })}\n`,
);
