import fc from 'fast-check';
import type { Dataset } from '../../glue/schema.ts';
import { Core } from '../../lambdas/convert/assembly.ts';
import { openEngine } from '../../lambdas/core/engine.ts';
import { makeFolder } from '../client/local/temp-lake.ts';
import { convertBytes } from '../convert/convert-bytes.ts';
import { expectSameReading } from '../convert/expect-same-reading.ts';
import { fileOf } from '../convert/generated-files.ts';
import { regularLines } from '../convert/read/regular-lines.ts';
import { makeSampleObjects } from '../exactness/sample-objects.ts';

/** What was run. */
export interface Fuzzed {
  readonly lines: number;
  readonly accepted: number;
}

/**
 * Converts generated files of a data set and holds each to the independent reader. A file that they differ on is
 * made smaller until it is as small as it gets, and printed with the seed.
 *
 * @param files how many
 * @param maxLines of each
 */
export async function fuzzLines(
  dataset: Dataset,
  files: number,
  maxLines: number,
  seed: number,
): Promise<Fuzzed> {
  const folder = await makeFolder();
  const engine = await openEngine({
    threads: 1,
    memoryLimitMib: 128,
    tempDirectory: folder,
    allowedDirectories: [folder],
  });
  const real = await listRealLines(dataset);
  let lines = 0;
  let accepted = 0;
  // The debug build checks every read of a line's bytes.
  const cores = [new Core('release'), new Core('debug')];
  const property = fc.asyncProperty(
    fileOf(dataset, real, maxLines),
    fc.constantFrom(undefined, 7, 4096),
    fc.constantFrom(...cores),
    // Of the smaller, several dates are written before the file ends.
    fc.constantFrom(65_536, 64 * 1024 ** 2),
    async (bytes, chunkBytes, core, rowBytes) => {
      const conversion = await convertBytes({
        dataset,
        bytes,
        engine,
        folder,
        core,
        rowBytes,
        ...(chunkBytes && { chunkBytes }),
      });
      accepted += expectSameReading(dataset, bytes, conversion);
      lines += conversion.lines;
    },
  );
  try {
    await fc.assert(property, { numRuns: files, seed, interruptAfterTimeLimit: 540_000 });
  } finally {
    engine.close();
  }
  return { lines, accepted };
}

async function listRealLines(dataset: Dataset): Promise<string[]> {
  const options = {
    bets: 300,
    players: 100,
    games: 100,
    days: 3,
    start: '2021-10-04',
    seed: 9,
    badRatio: 0.3,
  };
  const objects = await makeSampleObjects(options);
  const texts = objects
    .filter(({ key }) => key.startsWith(dataset.name))
    .map(({ bytes }) => bytes.toString());
  const lines = texts.join('').split('\n').filter(Boolean);
  // Of a data set that the sample does not write there is the line that its declaration wants.
  return lines.length > 0 ? lines : [regularLines[dataset.name]];
}
