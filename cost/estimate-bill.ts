import { requestsAtOnce } from '../lambdas/core/map-bounded.ts';
import { assumed, type Load, listDayRefreshes } from './load.ts';
import type { Figures, PriceList, PriceName } from './read-inputs.ts';

/**
 * Deducts what AWS always gives an account free each month, shared among the items of one price by their quantities.
 * It assumes that nothing else in the account uses it.
 */
export function deductFreeTier(items: readonly Item[], { always_free }: PriceList): Item[] {
  const quantities = new Map<PriceName, number>();
  for (const { price, quantity } of items) {
    quantities.set(price, (quantities.get(price) ?? 0) + quantity);
  }
  return items.map((item) => {
    const used = quantities.get(item.price) ?? 0;
    const free = always_free?.monthly[item.price] ?? 0;
    return used === 0 ? item : { ...item, usd: item.usd * (Math.max(0, used - free) / used) };
  });
}

type Part = 'convert' | 'rollup' | 'sweep' | 'requests' | 'storage' | 'queries' | 'watching';

/** One item of a month's bill. */
export interface Item {
  readonly part: Part;
  readonly item: string;
  /** How much of it a month, in units of its price. */
  readonly quantity: number;
  readonly price: PriceName;
  readonly usd: number;
}

/** A month's bill of the deployed stack, item by item; free tiers and taxes left out. */
export function estimateBill(load: Load, figures: Figures, { prices }: PriceList): Item[] {
  const month = assumed.daysPerMonth;
  const millions = (load.betsPerDay / 1e6) * month;
  const files = (load.betsPerDay / load.betsPerFile) * month;
  const landedBytes = figures.line_bytes * 1e6 * (load.gzip ? figures.gzip_ratio : 1);
  const item = (part: Part, name: string, quantity: number, price: PriceName): Item => ({
    part,
    item: name,
    quantity,
    price,
    usd: quantity * prices[price].usd,
  });

  const refusedPuts = load.refusedShare;
  const convertCpuSeconds =
    millions * figures.convert_cpu_seconds_per_million + files * figures.convert_cpu_seconds_per_file;
  const convertSeconds =
    convertCpuSeconds * Math.max(1, assumed.mibPerCore / load.convertMib) +
    (millions * (landedBytes + figures.curated_bytes_per_million)) / assumed.bytesPerSecond +
    files * (6 + load.datesPerFile + refusedPuts) * assumed.requestSeconds;

  const days = listDayRefreshes(load, figures);
  const runs = days.reduce((sum, { timesPerDay }) => sum + timesPerDay, 0) * month;
  const rollupSeconds =
    days.reduce((sum, { timesPerDay, secondsEach }) => sum + timesPerDay * secondsEach, 0) * month;
  const filesOfDay = load.betsPerDay / load.betsPerFile;
  const filesRead =
    ((days[0]?.timesPerDay ?? 0) * (filesOfDay / 2) + (days[1]?.timesPerDay ?? 0) * filesOfDay) * month;
  // Every file sends one for each of its dates, a call each; most find their day refreshed already.
  const invalidations = files * load.datesPerFile;
  const dropped = Math.max(0, invalidations - runs);

  // Each sweep reads the objects and records of its window, and lists all.
  const sweeps = load.sweepsPerDay * month;
  const filesInWindow = filesOfDay * load.sweepWindowDays;
  const filesEver = files * load.month;
  const refusedKept = filesOfDay * load.refusedShare * load.quarantineDays;
  const sweepGets = 3 * filesInWindow + refusedKept + 3 * month * load.month;
  const sweepLists = (Math.min(filesEver, filesOfDay * load.landingDays) + filesEver * 2) / 1000 + 12;
  const sweepSeconds = sweeps * ((sweepGets / requestsAtOnce + sweepLists) * assumed.requestSeconds + 1);

  const landedKept = millions * landedBytes * Math.min(load.month - 0.5, load.landingDays / month);
  const curatedKept = millions * figures.curated_bytes_per_million * (load.month - 0.5);
  const activityKept = millions * figures.activity_bytes_per_million * (load.month - 0.5);
  // Files published before stay for two days until they are swept, and one more as old versions.
  const activityStale = (runs / month) * 3 * (load.betsPerDay / 1e6) * figures.activity_bytes_per_million;
  const questionBytes =
    load.daysPerQuery * (load.betsPerDay / 1e6) * figures.activity_bytes_per_million * load.columnsShare;
  const queries = load.queriesPerDay * month;

  return [
    item('convert', 'function', (convertSeconds * load.convertMib) / 1024, 'lambda_arm_gb_second'),
    item('convert', 'calls', files / 1e6, 'lambda_million_requests'),
    item('rollup', 'function', (rollupSeconds * load.rollupMib) / 1024, 'lambda_arm_gb_second'),
    item(
      'rollup',
      'function, shown already',
      (dropped * assumed.droppedSeconds * load.rollupMib) / 1024,
      'lambda_arm_gb_second',
    ),
    item('rollup', 'calls', (runs + dropped) / 1e6, 'lambda_million_requests'),
    item('sweep', 'function', (sweepSeconds * load.sweepMib) / 1024, 'lambda_arm_gb_second'),
    item('sweep', 'reads', (sweeps * sweepGets) / 1000, 's3_thousand_gets'),
    item('sweep', 'listings', (sweeps * sweepLists) / 1000, 's3_thousand_puts'),
    item(
      'requests',
      'landing and loads, writes',
      (files * (3 + load.datesPerFile + refusedPuts)) / 1000,
      's3_thousand_puts',
    ),
    item('requests', 'loads, reads', (files * 3) / 1000, 's3_thousand_gets'),
    item('requests', 'rollups, reads', (2 * filesRead + 4 * runs + 3 * dropped) / 1000, 's3_thousand_gets'),
    item(
      'requests',
      'rollups, writes and listings',
      (7 * runs + filesRead / 1000) / 1000,
      's3_thousand_puts',
    ),
    item(
      'requests',
      'messages',
      (files * 1.4 +
        (files + 2 * invalidations) * assumed.fifoToStandard +
        2 * assumed.emptyReceivesPerDay * month) /
        1e6,
      'sqs_million_requests',
    ),
    item('storage', 'landing', landedKept / 1e9, 's3_gb_month'),
    item('storage', 'curated', curatedKept / 1e9, 's3_gb_month'),
    item('storage', 'activity', activityKept / 1e9, 's3_gb_month'),
    item('storage', 'activity, published before', activityStale / 1e9, 's3_gb_month'),
    item('queries', 'scanned', queries * toBilledTerabytes(questionBytes), 'athena_tb_scanned'),
    item('queries', 'reads', (queries * load.daysPerQuery * 3) / 1000, 's3_thousand_gets'),
    item(
      'watching',
      'logs',
      (files * assumed.logBytesPerLoad + (files + runs + dropped) * assumed.logBytesPerCall) / 1e9,
      'logs_gb_ingested',
    ),
    item('watching', 'metrics', assumed.metrics, 'metric_month'),
    item('watching', 'alarms', assumed.alarmMetrics, 'alarm_month'),
  ];
}

/** What a query in Athena costs by the bytes it scanned. */
export function toQueryUsd(scannedBytes: number, { prices }: PriceList): number {
  return toBilledTerabytes(scannedBytes) * prices.athena_tb_scanned.usd;
}

function toBilledTerabytes(scannedBytes: number): number {
  return Math.max(scannedBytes, assumed.leastQueryBytes) / 1e12;
}

export function sumUsd(items: readonly { readonly usd: number }[]): number {
  return items.reduce((sum, { usd }) => sum + usd, 0);
}
