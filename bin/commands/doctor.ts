import { setTimeout as wait } from 'node:timers/promises';
import { Command } from '@commander-js/extra-typings';
import { examine } from '../../client/aws/doctor.ts';
import { collectRows } from '../../client/queries/result.ts';
import { explainOtherSign } from '../../glue/debit-signs.ts';
import { toSignsSql } from '../../glue/health.ts';
import { toSqlText } from '../../glue/sql.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { toInvalidationSeconds } from '../../lib/compute/timeouts.ts';
import { defaultConfiguration } from '../../lib/configuration.ts';
import { print } from '../output/print-result.ts';
import { readPositive, stackOption } from './options.ts';
import { withLake } from './with-lake.ts';

/** A healthy deployment with the default settings never takes longer. */
const longestStepSeconds = toInvalidationSeconds(defaultConfiguration);

export function doctorCommand() {
  return new Command('doctor')
    .description(
      'Check a deployed lake: follow a tiny file from the landing bucket to a metric and out again.',
    )
    .option('--patience <seconds>', 'how long each step may take', readPositive, longestStepSeconds)
    .addOption(stackOption())
    .action(async ({ stack, patience }) => {
      const { PutObjectCommand } = await import('@aws-sdk/client-s3');
      const { openCloudLake } = await import('../../client/aws/deployment.ts');
      const { client, store, deployment } = await openCloudLake(stack);
      await withLake({ lake: '', athena: stack }, async ({ run, debits }) => {
        await examine({
          store,
          land: async (key, body) => {
            await client.send(
              new PutObjectCommand({ Bucket: deployment.landingBucket, Key: key, Body: body }),
            );
          },
          countPostings: async (player, date) => {
            const sql = `select cast(coalesce(sum(postings_count), 0) as bigint) as postings_count from activity_daily
where player_code = ${toSqlText(player)} and period_start = date ${toSqlText(date)}`;
            const [row] = await collectRows(await run(sql));
            return BigInt(String(row?.postings_count ?? 0));
          },
          now: () => new Date(),
          wait: (milliseconds) => wait(milliseconds),
          onStep: (text) => process.stderr.write(`✓ ${text}\n`),
          patienceMs: patience * 1000,
        });
        const [wrong] = await collectRows(await run(toSignsSql(debits)));
        if (wrong) {
          const files = { count: Number(wrong.files_count), example: String(wrong.first_landing_key) };
          const remedy = 'cdk.json and deploy; every day is then computed again';
          throw new BetlakeError(explainOtherSign(files, debits, remedy));
        }
      });
      await print(
        `${stack} works: a file that landed was loaded, rolled up and queried, and its rows went when it was retracted\n`,
      );
    });
}
