import { assumed, type Load } from './load.ts';
import type { Figures, PriceList } from './read-inputs.ts';

/** The same load through another service: what turns lines into Parquet, and rolls them up where it does. */
export interface Alternative {
  readonly name: string;
  readonly usd: number;
  readonly assumes: string;
}

/** What others charge to convert the same bets in a month; storage and queries are the same for all. */
export function listAlternatives(load: Load, figures: Figures, { prices }: PriceList): Alternative[] {
  const bets = load.betsPerDay * assumed.daysPerMonth;
  const gigabytes = (bytes: number) => (bets * bytes) / 1e9;
  const perGb = prices.firehose_gb_ingested.usd + prices.firehose_gb_converted.usd;
  const glueHours = (bets / glueBetsPerSecond / 3600) * glueDpus;
  const leastHours = (60 / 3600) * glueDpus * gluesPerDay * assumed.daysPerMonth;
  return [
    {
      name: 'Firehose record conversion, a bet a record',
      usd: gigabytes(firehoseStep) * perGb,
      assumes:
        'a record is billed as 5 KB at least; no check of values, no removal of repeated bets, no rollup',
    },
    {
      name: 'Firehose record conversion, bets put together to 5 KB',
      usd: gigabytes(figures.line_bytes) * perGb,
      assumes: 'whoever sends puts nine bets into a record; the rest as above',
    },
    {
      name: 'Glue Spark job, every hour',
      usd: Math.max(glueHours, leastHours) * prices.glue_dpu_hour.usd,
      assumes: `two workers G.1X, ${glueBetsPerSecond.toLocaleString('en-US')} bets a second between them (assumed, not measured), a minute at least; no rollup`,
    },
  ];
}

/** What Firehose rounds a record up to: https://aws.amazon.com/kinesis/data-firehose/pricing */
const firehoseStep = 5 * 1024;
const glueDpus = 2;
const gluesPerDay = 24;
const glueBetsPerSecond = 100_000;
