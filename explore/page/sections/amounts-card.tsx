import { useMemo } from 'preact/hooks';
import type { QueryResult } from '../../contract.ts';
import { Chart, Legend } from '../charts/chart.tsx';
import { toRankingShape } from '../charts/ranking-shape.ts';
import { cellsOf, indexOf, type Row, rowsOfPeriod, withoutColumns } from '../data/result-rows.ts';
import { useResult } from '../data/use-result.ts';
import { Choices } from '../parts/choices.tsx';
import { Figures, NoRowsHere, OpenButton } from '../parts/figures.tsx';
import { ResultCard } from '../parts/result-card.tsx';
import { useExplorer } from '../state/explorer.ts';
import { currencyColumn, toLongPeriod, useCurrencies, useCurrency } from '../state/period.ts';

const question = 'amounts-per-player';

/** Real and bonus money spent, one currency at a time. */
export function AmountsCard({ at }: { readonly at: string | undefined }) {
  const { state } = useExplorer();
  const open = state.value.question === question;
  const { value: money } = useResult('money');
  const present = money ? currenciesAt(money, at) : [];
  const currency = useCurrency(present);
  const cell = toMoneyCell(money, at, currency);
  const unit = currency ?? '';
  const bars = open ? 20 : 10;
  const rowsOf = (result: QueryResult) =>
    rowsOfPeriod(result, at).filter((row) => row[indexOf(result, currencyColumn)] === currency);
  return (
    <ResultCard
      name={question}
      wide={open}
      controls={<OpenButton question={question} />}
      figures={
        <>
          <Figures
            figures={[
              {
                title: 'Real money spent',
                value: cell('real_spent_amount'),
                before: cell('previous_real_spent_amount'),
                kind: 'amount',
                unit,
              },
              {
                title: 'Bonus money spent',
                value: cell('bonus_spent_amount'),
                before: cell('previous_bonus_spent_amount'),
                kind: 'amount',
                unit,
              },
            ]}
          />
          <div class="currencies">
            <CurrencyPicker present={present} chosen={currency} />
          </div>
        </>
      }
      tableIsOpen
      table={(result) => ({
        ...withoutColumns(result, rowsOf(result), ['period_start']),
        first: open ? 20 : 5,
      })}
      chart={(result) => (
        <Amounts
          result={result}
          rows={rowsOf(result).slice(0, bars)}
          height={8 + bars * 22}
          label={`${result.title}, ${at === undefined ? '' : toLongPeriod(at, state.value.by)}, ${unit}`}
        />
      )}
    />
  );
}

interface AmountsProps {
  readonly result: QueryResult;
  readonly rows: readonly Row[];
  readonly label: string;
  readonly height: number;
}

function Amounts({ result, rows, label, height }: AmountsProps) {
  // The label and height change with the rows.
  const shape = useMemo(() => {
    const cells = cellsOf(result);
    return toRankingShape(result, {
      rows,
      label: (row) => cells(row, 'player_code') ?? '',
      measures: [
        { name: 'real_spent_amount', colour: 'now' },
        { name: 'bonus_spent_amount', colour: 'bonus' },
      ],
      stacked: true,
    });
  }, [result, label, height]);
  const [real, bonus] = shape.series;
  if (rows.length === 0) return <NoRowsHere result={result} />;
  const summary = `First is ${shape.labels[0]} with ${real?.texts[0]} of real and ${bonus?.texts[0]} of bonus money.`;
  return (
    <>
      <Legend series={shape.series} />
      <Chart shape={shape} label={label} summary={summary} height={height} />
    </>
  );
}

function currenciesAt(money: QueryResult, at: string | undefined): string[] {
  const index = indexOf(money, currencyColumn);
  return rowsOfPeriod(money, at).map((row) => row[index] ?? '');
}

function toMoneyCell(money: QueryResult | undefined, at: string | undefined, currency: string | undefined) {
  if (!money) return () => null;
  const cells = cellsOf(money);
  const row = rowsOfPeriod(money, at).find((candidate) => cells(candidate, currencyColumn) === currency);
  return (name: string) => (row ? cells(row, name) : null);
}

interface CurrencyPickerProps {
  readonly present: readonly string[];
  readonly chosen: string | undefined;
}

/** Picks one currency: amounts of several are never added up. */
function CurrencyPicker({ present, chosen }: CurrencyPickerProps) {
  const { changeView } = useExplorer();
  const known = useCurrencies().filter((currency) => present.includes(currency));
  const shown = [...known, ...present.filter((currency) => !known.includes(currency))];
  return (
    <Choices
      title="Currency"
      choices={shown.map((currency) => ({ value: currency, title: currency }))}
      chosen={chosen ?? ''}
      onChoose={(currency) => changeView({ currency })}
    />
  );
}
