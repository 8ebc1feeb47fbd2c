import { assumed, type Load, toDayRefreshes } from '../../cost/load.ts';
import type { Figures } from '../../cost/read-inputs.ts';
import { rollupSeconds } from '../../lib/compute/timeouts.ts';

/** A bound of one function, and the bets of a day at which the rollup comes to it. */
export interface Limit {
  readonly name: string;
  readonly bets: number;
}

/** What one function of AWS has: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const lambda = { seconds: rollupSeconds, tmpBytes: 10 * 1024 ** 3, mib: 10_240 };
/** What one put takes, which the file of a day's activity is written by. */
const putBytes = 5 * 1024 ** 3;

/**
 * What a day of many ranges takes beside all others: it is cut to disk, where its rows, out of their order, are
 * larger than they were. Measured on a day of ten million bets.
 */
const cut = { cpuSecondsPerMillion: 1.3, bytesToCurated: 1.75 };

/** At which size of a day one function no longer rolls it up, the nearest limit first. */
export function listRollupLimits(load: Load, figures: Figures): Limit[] {
  const perBet =
    ((1 + cut.bytesToCurated) * figures.curated_bytes_per_million + 3 * figures.activity_bytes_per_million) /
    1e6;
  return [
    { name: `${lambda.seconds} s, at ${load.rollupMib} MiB`, bets: findBetsOfTime(load, figures) },
    {
      name: `${lambda.seconds} s, at ${lambda.mib} MiB`,
      bets: findBetsOfTime({ ...load, rollupMib: lambda.mib }, figures),
    },
    // Its curated files, the same cut, the ranges' rows, the day's and the repeated bets; what a range spills comes on top.
    { name: '10 GiB of /tmp', bets: (lambda.tmpBytes * 0.8) / perBet },
    { name: '5 GiB a put of its activity', bets: (putBytes / figures.activity_bytes_per_million) * 1e6 },
  ].sort((a, b) => a.bets - b.bets);
}

/** Time grows in proportion, so that one large day is enough to compute it. */
function findBetsOfTime(load: Load, figures: Figures): number {
  const bets = 1e9;
  const perMillion = figures.rollup_cpu_seconds_per_million + cut.cpuSecondsPerMillion;
  const ofCut = { ...figures, rollup_cpu_seconds_per_million: perMillion };
  const { secondsEach } = toDayRefreshes(load, ofCut, bets);
  return (
    (bets * (lambda.seconds - 10 * assumed.requestSeconds)) / (secondsEach - 10 * assumed.requestSeconds)
  );
}
