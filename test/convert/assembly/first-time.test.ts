import { expect, test } from 'vitest';
import { datasets } from '../../../glue/datasets/index.ts';
import { toLineReader } from '../../../lambdas/convert/read/line-reader.ts';
import { dates } from '../read/line-readings.ts';
import { regularLines } from '../read/regular-lines.ts';
import { MatchedLines } from './matched-lines.ts';

// Before its first time, a column remembers no date: zeros must not look like the date that it remembers.
const zeros = '\0'.repeat(12);

test.each(['release', 'debug'] as const)(
  'NULs are no date before the first time, in the %s build',
  (build) => {
    const read = toLineReader(datasets.bets, dates);
    for (const line of [
      regularLines.bets.replace('"last_event_dt": null', `"last_event_dt": ${zeros}12:02:26"`),
      regularLines.bets.replace('"2021-10-04 12:02:26"', `${zeros}12:02:26"`),
    ]) {
      expect(line).toContain(zeros);
      expect(read(line).ok).toBe(false);
      expect(new MatchedLines(datasets.bets, dates, build).match(Buffer.from(line))).toBeUndefined();
    }
  },
);
