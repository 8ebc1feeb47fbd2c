import { useExplorer } from './explorer.ts';

/**
 * The currencies that bets were made in, the one of the most bets first: those chosen, where some are. Amounts are
 * shown one currency at a time or side by side, never added up.
 */
export function useCurrencies(): readonly string[] {
  const { lake, slices, state } = useExplorer();
  const chosen = state.value.where
    .filter(({ column }) => column === currencyColumn)
    .map(({ value }) => value);
  const ranked = slices.asked.value.value?.columns
    .find(({ column }) => column === currencyColumn)
    ?.values.filter(({ betsCount }) => betsCount !== '0')
    .map(({ value }) => value);
  const all = ranked ?? lake.currencies;
  return chosen.length > 0 ? all.filter((currency) => chosen.includes(currency)) : all;
}

/** The currency that somebody chose to see rankings of, or the first of those there are. */
export function useCurrency(present: readonly string[]): string | undefined {
  const { view } = useExplorer();
  const ordered = useCurrencies();
  const chosen = view.value.currency;
  if (chosen !== undefined && present.includes(chosen)) return chosen;
  return ordered.find((currency) => present.includes(currency)) ?? present[0];
}

export const currencyColumn = 'player_ccy_code';
