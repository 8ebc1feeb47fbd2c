import type { Item } from './estimate-bill.ts';
import type { PriceList, PriceName } from './read-inputs.ts';

/**
 * A bill less what AWS gives an account free each month without end, shared among the items of one price by their
 * quantities. It is one account's: nothing else may use it.
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
