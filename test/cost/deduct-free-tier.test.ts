import { describe, expect, it } from 'vitest';
import { deductFreeTier, estimateBill, type Item, sumUsd } from '../../cost/estimate-bill.ts';
import { defaultLoad } from '../../cost/load.ts';
import { readFigures, readPrices } from '../../cost/read-inputs.ts';

const prices = readPrices();
const metrics = (quantity: number): Item => ({
  part: 'watching',
  item: `${quantity} metrics`,
  quantity,
  price: 'metric_month',
  usd: quantity,
});
const usdOf = (items: readonly Item[], free: number) =>
  deductFreeTier(items, {
    ...prices,
    always_free: { monthly: { metric_month: free }, source: 'test', date: '2026' },
  }).map(({ usd }) => usd);

describe('what is always free', () => {
  it.each([
    ['leaves what is beyond it', [40], 10, [30]],
    ['makes nothing cheaper than free', [4, 1], 10, [0, 0]],
    ['is one for all items of a price, shared by how much they are', [30, 10], 20, [15, 5]],
    ['takes nothing off where nothing is used', [0], 10, [0]],
  ])('%s', (_, quantities, free, usd) => {
    expect(usdOf(quantities.map(metrics), free)).toEqual(usd);
  });

  it('leaves other prices, and a list without it, alone', () => {
    expect(usdOf([{ ...metrics(3), price: 's3_gb_month' }], 10)).toEqual([3]);
    const { always_free: _, ...others } = prices;
    expect(deductFreeTier([metrics(3)], others)).toEqual([metrics(3)]);
  });

  it('is known for functions, messages and watching, and saves part of a real bill', () => {
    const bill = estimateBill(defaultLoad, readFigures(), prices);
    const less = deductFreeTier(bill, prices);
    expect(sumUsd(less)).toBeLessThan(sumUsd(bill));
    const of = (items: readonly Item[], part: string) => sumUsd(items.filter((item) => item.part === part));
    expect(of(less, 'storage')).toBe(of(bill, 'storage'));
    expect(of(less, 'rollup')).toBeLessThan(of(bill, 'rollup'));
  });
});
