import { expect, test } from 'vitest';
import { describeOutdated, sweepLocalLake } from '../../../client/local/sweep-local-lake.ts';
import { monday, stake, sunday } from '../../faults/rows.ts';
import { landed } from '../../oracle/landing-example.ts';
import { makeLake } from './temp-lake.ts';

test('loads from before the first date moved are found and described until their files are ingested again', async () => {
  const lake = await makeLake();
  const a = landed('bets/a.jsonl', stake(1, monday), stake(2, sunday));
  const early = landed('bets/early.jsonl', stake(3, sunday));
  const later = landed('bets/later.jsonl', stake(4, monday));
  const sweep = () => lake.write({}, sweepLocalLake);
  const keys = async () => (await sweep()).map((record) => record.landing_key);
  const days = async () =>
    (await lake.rows('select distinct period_start from activity_daily order by 1')).map(
      ({ period_start }) => period_start,
    );

  await lake.configure({ first_date: monday });
  await lake.ingest([a, early]);
  expect(await keys()).toEqual([]);
  expect(await days()).toEqual([monday]);

  await lake.configure({ first_date: '2021-01-01' });
  await lake.ingest([later]);
  expect(describeOutdated(await sweep())).toBe(
    '2 files were read under another first_date than lake.json has now, or by another version of Betlake; their rows and refused lines stay as they are until they are ingested again: bets/a.jsonl, bets/early.jsonl',
  );
  await lake.ingest([early]);
  expect(describeOutdated(await sweep())).toMatch(
    /^1 file was read .*; its rows .* until it is ingested again: bets\/a\.jsonl$/,
  );
  await lake.ingest([a]);
  expect(await keys()).toEqual([]);
  expect(await days()).toEqual([sunday, monday]);

  // Moved forward again, a day goes that no file may have any more.
  await lake.configure({ first_date: monday });
  expect(await keys()).toEqual(['bets/a.jsonl', 'bets/early.jsonl', 'bets/later.jsonl']);
  await lake.ingest([a, early, later]);
  expect(await keys()).toEqual([]);
  expect(await days()).toEqual([monday]);
});
