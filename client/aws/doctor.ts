import { toDate, toDateTime } from '../../glue/calendar.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { readLoadRecord } from '../../lambdas/core/ledger.ts';
import type { ObjectStore } from '../../lambdas/core/object-store.ts';
import { lakeFormationAdvice } from './aws-fault.ts';

/** The access to a deployment that the doctor needs. */
export interface DoctorContext {
  /** Lands an object of its own. */
  readonly land: (key: string, body: string) => Promise<void>;
  readonly store: ObjectStore;
  /** Postings of a player on a day, as analysts would see them: one of nothing but zeros places no bet. */
  readonly countPostings: (playerCode: string, date: string) => Promise<bigint>;
  readonly now: () => Date;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly onStep: (text: string) => void;
  /** How long each step may take. */
  readonly patienceMs: number;
}

/**
 * Follows a tiny file of its own through a deployment: from the landing bucket to the ledger and to a metric;
 * then overwrites it with an empty one and waits until the metric is gone.
 *
 * @throws BetlakeError naming the step that failed, and where to find the reason
 */
export async function examine(context: DoctorContext): Promise<void> {
  const now = context.now();
  const id = now.getTime();
  const date = toDate(now);
  const player = `DOCTOR${id}`;
  const key = `bets/doctor/${date}.${id}.jsonl`;
  const loads = async () => (await readLoadRecord(context.store, 'bets', key))?.record;

  await context.land(key, `${JSON.stringify(toBet(id, now, player))}\n`);
  context.onStep(`landed ${key}`);
  try {
    await until(
      context,
      'the file is in the ledger',
      'the converter has not loaded it: see the landing queue, its dead letters and the log of the convert function',
      async () => {
        const record = await loads();
        if (record?.status === 'failed')
          throw new BetlakeError(`${key} was refused: ${record.error_message}`);
        return record?.accepted === 1;
      },
    );
    await until(
      context,
      'its posting is in a view',
      'the day was not rolled up: see the refresh queue, its dead letters and the log of the rollup function',
      async () => (await countPostings(context, player, date)) === 1n,
    );
  } finally {
    await context.land(key, '');
    context.onStep('overwrote it with an empty file');
  }
  await until(
    context,
    'its posting is gone from the view',
    'the retraction has not come through: see both queues and their dead letters',
    async () => (await countPostings(context, player, date)) === 0n,
  );
}

/** The view is in the stack's template: where the catalog does not show it, it is hidden from whoever asks. */
async function countPostings(context: DoctorContext, player: string, date: string): Promise<bigint> {
  try {
    return await context.countPostings(player, date);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!/(TABLE|SCHEMA|DATABASE)_NOT_FOUND|EntityNotFound|has no columns/.test(message)) throw error;
    throw new BetlakeError(
      `${message}. The stack has this view, so it is hidden from you: ${lakeFormationAdvice}`,
      {
        cause: error,
      },
    );
  }
}

async function until(
  context: DoctorContext,
  what: string,
  advice: string,
  holds: () => Promise<boolean>,
): Promise<void> {
  const begun = context.now().getTime();
  for (let pause = 1000; !(await holds()); pause = Math.min(pause * 1.5, 10_000)) {
    if (context.now().getTime() - begun > context.patienceMs) {
      throw new BetlakeError(
        `after ${Math.round(context.patienceMs / 1000)} s this has not happened: ${what}; ${advice}`,
      );
    }
    await context.wait(pause);
  }
  context.onStep(what);
}

function toBet(id: number, now: Date, player: string) {
  return {
    bet_id: id,
    bet_dt: toDateTime(now),
    player_code: player,
    game_id: 0,
    real_debit_amount: '0.00',
    real_credit_amount: '0.00',
    bonus_debit_amount: '0.00',
    bonus_credit_amount: '0.00',
  };
}
