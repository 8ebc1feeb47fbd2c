import { Choices } from '../controls/choices.tsx';
import { useExplorer } from '../state/explorer.ts';
import { useCurrencies } from '../state/use-currency.ts';

export interface CurrencyPickerProps {
  readonly present: readonly string[];
  readonly chosen: string | undefined;
}

/** One currency after the other: money of several is never added up. */
export function CurrencyPicker({ present, chosen }: CurrencyPickerProps) {
  const { look } = useExplorer();
  const known = useCurrencies().filter((currency) => present.includes(currency));
  const shown = [...known, ...present.filter((currency) => !known.includes(currency))];
  return (
    <Choices
      title="Currency"
      choices={shown.map((currency) => ({ value: currency, title: currency }))}
      chosen={chosen ?? ''}
      onChoose={(currency) => look({ currency })}
    />
  );
}
