import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../bin/app-configuration.ts';
import { listAlternatives } from '../../cost/estimate-alternatives.ts';
import { estimateBill, type Item, sumUsd, toQueryUsd } from '../../cost/estimate-bill.ts';
import { defaultLoad, type Load, toDayRefreshes } from '../../cost/load.ts';
import {
  type Figures,
  type PriceList,
  type PriceName,
  readFigures,
  readPrices,
} from '../../cost/read-inputs.ts';

/** Round ones, so that a bill can be worked out by hand. */
const figures: Figures = {
  source: 'test',
  line_bytes: 600,
  gzip_ratio: 0.1,
  convert_cpu_seconds_per_million: 4,
  convert_cpu_seconds_per_file: 0.02,
  rollup_cpu_seconds_per_million: 2,
  rollup_cpu_seconds_per_file: 0,
  curated_bytes_per_million: 10e6,
  activity_bytes_per_million: 2e6,
};
const listed = readPrices();
const atOneDollar: PriceList = {
  region: 'test',
  prices: Object.fromEntries(
    Object.entries(listed.prices).map(([name, price]) => [name, { ...price, usd: 1 }]),
  ) as PriceList['prices'],
};

function find(items: readonly Item[], part: string, item: string): Item {
  const found = items.find((candidate) => candidate.part === part && candidate.item === item);
  if (!found) throw new Error(`the bill has no ${part}: ${item}`);
  return found;
}

describe('a bill', () => {
  const load: Load = {
    ...defaultLoad,
    betsPerDay: 1e6,
    betsPerFile: 1e5,
    datesPerFile: 1,
    refusedShare: 0,
    month: 1,
  };
  const items = estimateBill(load, figures, atOneDollar);

  it.each([
    // 30 M bets: 120 s of CPU, 300 files × 0.02 s = 6 s, 30 × (60 + 10) MB at 60 MB/s = 35 s, 300 files × 7 requests
    // of 0.03 s = 63 s.
    ['convert', 'function', ((120 + 6 + 35 + 63) * 1769) / 1024],
    ['convert', 'calls', 0.0003],
    // A record, its note and a curated file, and the landing itself: four writes; three reads.
    ['requests', 'landing and loads, writes', 1.2],
    ['requests', 'loads, reads', 0.9],
    // Half of the month's 30 M bets, on average; 60 B landed, 10 B curated, 2 B of activity each.
    ['storage', 'landing', 0.9],
    ['storage', 'curated', 0.15],
    ['storage', 'activity', 0.03],
    // 31 days × half of 2 MB = 31 MB, 200 times a day.
    ['queries', 'scanned', 0.186],
  ])('has for %s, %s the quantity computed by hand', (part, item, quantity) => {
    expect(find(items, part, item).quantity).toBeCloseTo(quantity, 9);
  });

  it('charges a question for 10 MB at least', () => {
    const small = estimateBill({ ...load, betsPerDay: 1000 }, figures, atOneDollar);
    expect(find(small, 'queries', 'scanned').quantity).toBeCloseTo((6000 * 10e6) / 1e12, 12);
  });

  it('is quantity times price, and costs nothing where prices are nothing', () => {
    for (const item of estimateBill(load, figures, listed)) {
      expect(item.usd).toBeCloseTo(item.quantity * listed.prices[item.price].usd, 12);
    }
    const free = Object.fromEntries(
      Object.keys(listed.prices).map((name) => [name, { usd: 0, source: '', date: '' }]),
    );
    expect(sumUsd(estimateBill(load, figures, { region: '', prices: free as PriceList['prices'] }))).toBe(0);
  });

  const loads = fc.record({
    betsPerDay: fc.integer({ min: 1, max: 1e9 }),
    betsPerFile: fc.integer({ min: 1, max: 1e7 }),
    datesPerFile: fc.integer({ min: 1, max: 10 }),
    queriesPerDay: fc.integer({ min: 0, max: 1e5 }),
    month: fc.integer({ min: 1, max: 120 }),
    gzip: fc.boolean(),
  });

  it('never falls when there are more bets, questions, months or days, nor when a price rises', () => {
    const names = Object.keys(listed.prices) as PriceName[];
    fc.assert(
      fc.property(
        loads,
        fc.constantFrom(...names),
        fc.double({ min: 1, max: 4, noNaN: true }),
        (given, name, times) => {
          const load = { ...defaultLoad, ...given };
          const usd = sumUsd(estimateBill(load, figures, listed));
          const least = usd * (1 - 1e-9);
          for (const key of ['queriesPerDay', 'month', 'datesPerFile'] as const) {
            expect(
              sumUsd(estimateBill({ ...load, [key]: load[key] + 1 }, figures, listed)),
            ).toBeGreaterThanOrEqual(least);
          }
          const more = { ...load, betsPerDay: load.betsPerDay * 2 };
          expect(sumUsd(estimateBill(more, figures, listed))).toBeGreaterThanOrEqual(least);
          const { usd: price, ...of } = listed.prices[name];
          const dearer = { ...listed, prices: { ...listed.prices, [name]: { ...of, usd: price * times } } };
          expect(sumUsd(estimateBill(load, figures, dearer))).toBeGreaterThanOrEqual(least);
        },
      ),
    );
  });

  it('has no item that is less than nothing or no number', () => {
    fc.assert(
      fc.property(loads, (given) => {
        for (const { usd } of estimateBill({ ...defaultLoad, ...given }, figures, listed)) {
          expect(usd).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(usd)).toBe(true);
        }
      }),
    );
  });
});

describe('a day that files hit all day long', () => {
  it.each([
    [1e7, 3008, 100_000],
    [2e7, 3008, 100_000],
    [1e8, 7076, 347_222],
  ])(
    'is refreshed within one call of its function, by the figures that are kept: %d bets',
    (bets, rollupMib, betsPerFile) => {
      const load = { ...defaultLoad, betsPerDay: bets, rollupMib, betsPerFile };
      const kept = readFigures();
      expect(toDayRefreshes(load, kept, bets).secondsEach).toBeLessThan(900);
      const bytes = kept.curated_bytes_per_million + kept.activity_bytes_per_million;
      expect((bets / 1e6) * bytes).toBeLessThan(10 * 2 ** 30);
    },
  );

  it('is refreshed a delay after the next file, and never twice at once', () => {
    const of = (bets: number, settings: Partial<Load> = {}) =>
      toDayRefreshes({ ...defaultLoad, betsPerDay: bets, betsPerFile: 1000, ...settings }, figures, bets);
    expect(of(1e7, { refreshDelaySeconds: 900 }).timesPerDay).toBeCloseTo(86_400 / 908.64, 9);
    expect(of(1e5, { refreshDelaySeconds: 0 }).timesPerDay).toBeCloseTo(100, 9);
    const large = of(1e9, { refreshDelaySeconds: 0 });
    expect(large.timesPerDay).toBeCloseTo(86_400 / large.secondsEach, 9);
  });
});

describe('what else could carry the load', () => {
  it('is charged for records of 5 KB, for the bytes, or for hours of workers', () => {
    const load = { ...defaultLoad, betsPerDay: 1e6 };
    const [single, together, glue] = listAlternatives(load, figures, listed);
    expect(single?.usd).toBeCloseTo(((30e6 * 5120) / 1e9) * 0.047, 9);
    expect(together?.usd).toBeCloseTo(((30e6 * 600) / 1e9) * 0.047, 9);
    expect(glue?.usd).toBeCloseTo((720 * 2 * 0.44) / 60, 9);
  });
});

describe('the files of prices and figures', () => {
  it('are whole: every price has a source and a date', () => {
    for (const { source, date } of Object.values(listed.prices)) {
      expect(source).not.toBe('');
      expect(date).toMatch(/^20\d\d/);
    }
    expect(readFigures().line_bytes).toBeGreaterThan(0);
    expect(() => readPrices('test/cost/none.json')).toThrow('test/cost/none.json cannot be read as JSON');
  });
});

describe('a query in Athena', () => {
  it('costs the listed price of a terabyte, for ten megabytes at least', () => {
    expect(toQueryUsd(2e12, atOneDollar)).toBe(2);
    expect(toQueryUsd(0, atOneDollar)).toBe(1e-5);
    expect(toQueryUsd(1e12, listed)).toBe(listed.prices.athena_tb_scanned.usd);
  });
});

describe('a load that nobody describes', () => {
  it('is on a stack with the defaults of cdk.json', () => {
    const configuration = readConfiguration(
      (key) => (key === 'betlake' ? { dev: {} } : undefined),
      '2026-01-01',
    );
    expect(defaultLoad).toMatchObject({
      convertMib: configuration.memoryMib.convert,
      rollupMib: configuration.memoryMib.rollup,
      sweepMib: configuration.memoryMib.sweep,
      refreshDelaySeconds: configuration.refreshDelaySeconds,
      sweepsPerDay: 1440 / configuration.sweep.everyMinutes,
      sweepWindowDays: configuration.sweep.windowDays,
      quarantineDays: configuration.days.quarantine,
    });
  });
});
