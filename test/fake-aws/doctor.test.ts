import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lakeFormationAdvice } from '../../client/aws/aws-fault.ts';
import { examine } from '../../client/aws/doctor.ts';
import { FolderStore } from '../../client/local/folder-store.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { makeFolder, TempLake } from '../client/local/temp-lake.ts';

/** A deployment of which the stages can be left out: what lands is loaded and rolled up at once. */
async function makeDeployment(stages: { readonly loads: boolean; readonly rollsUp: boolean }) {
  const lake = new TempLake(await makeFolder());
  let time = Date.parse('2022-01-31T12:00:00Z');
  const landed: [string, string][] = [];
  const steps: string[] = [];
  return {
    landed,
    steps,
    context: {
      store: new FolderStore(lake.folder),
      async land(key: string, body: string) {
        landed.push([key, body]);
        const object = { key, bytes: Buffer.from(body), lastModified: new Date(time) };
        if (stages.loads) await lake.ingest([object], { rollUp: stages.rollsUp, now: new Date(time) });
      },
      async countPostings(player: string, date: string) {
        const sql = `select coalesce(sum(postings_count), 0) as n from activity_daily
          where player_code = '${player}' and period_start = date '${date}'`;
        const [row] = await lake.rows(sql);
        return BigInt(String(row?.n));
      },
      now: () => new Date(time),
      async wait(milliseconds: number) {
        time += milliseconds;
      },
      onStep: (text: string) => steps.push(text),
      patienceMs: 60_000,
    },
  };
}

test('the doctor follows a posting from landing to a view and out again', async () => {
  const { context, steps, landed } = await makeDeployment({ loads: true, rollsUp: true });
  await examine(context);
  expect(steps).toHaveLength(5);
  expect(steps.at(-1)).toBe('its posting is gone from the view');
  expect(landed.at(-1)?.[1]).toBe('');
});

test('fails when the converter does not load, says so, and leaves an empty file behind', async () => {
  const { context, landed } = await makeDeployment({ loads: false, rollsUp: false });
  await expect(examine(context)).rejects.toThrow(
    /this has not happened: the file is in the ledger; .*convert function/,
  );
  expect(landed.at(-1)?.[1]).toBe('');
});

test('fails when the day is not rolled up, and says so', async () => {
  const { context } = await makeDeployment({ loads: true, rollsUp: false });
  await expect(examine(context)).rejects.toThrow(
    /this has not happened: its posting is in a view; .*rollup function/,
  );
});

test.each([
  'TABLE_NOT_FOUND: line 1:60: Table awsdatacatalog.betlake_dev.activity_daily does not exist',
  'SCHEMA_NOT_FOUND: line 1:60: Schema betlake_dev does not exist',
])('names Lake Formation where the catalog hides what the stack has: %s', async (reason) => {
  const { context } = await makeDeployment({ loads: true, rollsUp: true });
  const countPostings = async () => {
    throw new BetlakeError(`the query failed in Athena: ${reason}`);
  };
  await expect(examine({ ...context, countPostings })).rejects.toThrow(
    /_NOT_FOUND.*hidden from you: Lake Formation governs the catalog.*docs\/runbook\.md/,
  );
});

test('the runbook has the section that an error of Lake Formation names', () => {
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  const [, section] = /under "([^"]+)"/.exec(lakeFormationAdvice) ?? [];
  expect(runbook).toContain(`\n## ${section}\n`);
});
