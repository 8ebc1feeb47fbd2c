import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { BetlakeError } from '../lambdas/core/errors.ts';

const price = z.strictObject({ usd: z.number().nonnegative(), source: z.string(), date: z.string() });
const priceNames = [
  'lambda_arm_gb_second',
  'lambda_million_requests',
  's3_gb_month',
  's3_thousand_puts',
  's3_thousand_gets',
  'sqs_million_requests',
  'athena_tb_scanned',
  'logs_gb_ingested',
  'metric_month',
  'alarm_month',
  'firehose_gb_ingested',
  'firehose_gb_converted',
  'glue_dpu_hour',
] as const;
const priceList = z.strictObject({
  region: z.string(),
  prices: z.strictObject(
    Object.fromEntries(priceNames.map((name) => [name, price])) as Record<PriceName, typeof price>,
  ),
  /** What an account has free each month, for as long as it is one, in units of the prices. */
  always_free: z
    .strictObject({
      monthly: z.partialRecord(z.enum(priceNames), z.number().nonnegative()),
      source: z.string(),
      date: z.string(),
    })
    .optional(),
});
const figures = z.strictObject({
  /** What they were measured by, on what, when. */
  source: z.string(),
  line_bytes: z.number().positive(),
  /** A gzipped landing file to its lines. */
  gzip_ratio: z.number().positive().max(1),
  convert_cpu_seconds_per_million: z.number().positive(),
  /** Of a file itself, whatever is in it. */
  convert_cpu_seconds_per_file: z.number().nonnegative(),
  rollup_cpu_seconds_per_million: z.number().positive(),
  /** Of each small file of a day that is rolled up. */
  rollup_cpu_seconds_per_file: z.number().nonnegative(),
  curated_bytes_per_million: z.number().positive(),
  activity_bytes_per_million: z.number().positive(),
});

export type PriceName = (typeof priceNames)[number];
/** What each thing costs in US dollars, with where and when that was read. */
export type PriceList = z.infer<typeof priceList>;
/** What the work takes, as `npm run bench` measured it: a million bets are a million lines. */
export type Figures = z.infer<typeof figures>;

/** @throws BetlakeError naming what is missing or wrong in the file */
export function readPrices(path: string | URL = new URL('prices.json', import.meta.url)): PriceList {
  return read(path, priceList);
}

export function readFigures(): Figures {
  return read(new URL('figures.json', import.meta.url), figures);
}

function read<T>(path: string | URL, schema: z.ZodType<T>): T {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new BetlakeError(`${path} cannot be read as JSON: ${cause instanceof Error ? cause.message : ''}`, {
      cause,
    });
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw new BetlakeError(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
