import { useMemo } from 'preact/hooks';
import type { Answer } from '../../contract.ts';
import { Chart, Legend } from '../charts/chart.tsx';
import { toRankingShape } from '../charts/ranking-shape.ts';
import { cellsOf, indexOf, type Row, rowsOfPeriod, withoutColumns } from '../data/result-rows.ts';
import { useAnswer } from '../data/use-result.ts';
import { Choices } from '../parts/choices.tsx';
import { Figures, NoRowsHere, OpenButton } from '../parts/figures.tsx';
import { AnswerCard } from '../parts/result-card.tsx';
import { useExplorer } from '../state/explorer.ts';
import { currencyColumn, toLongPeriod, useCurrencies, useCurrency } from '../state/period.ts';

const question = 'amounts-per-player';

/** Real and bonus money spent, one currency at a time. */
export function AmountsCard({ at }: { readonly at: string | undefined }) {
  const { state } = useExplorer();
  const open = state.value.question === question;
  const { value: money } = useAnswer('money');
  const present = money ? currenciesAt(money, at) : [];
  const currency = useCurrency(present);
  const cell = toMoneyCell(money, at, currency);
  const unit = currency ?? '';
  const bars = open ? 20 : 10;
  const rowsOf = (answer: Answer) =>
    rowsOfPeriod(answer, at).filter((row) => row[indexOf(answer, currencyColumn)] === currency);
  return (
    <AnswerCard
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
      table={(answer) => ({
        ...withoutColumns(answer, rowsOf(answer), ['period_start']),
        first: open ? 20 : 5,
      })}
      chart={(answer) => (
        <Amounts
          answer={answer}
          rows={rowsOf(answer).slice(0, bars)}
          height={8 + bars * 22}
          label={`${answer.title}, ${at === undefined ? '' : toLongPeriod(at, state.value.by)}, ${unit}`}
        />
      )}
    />
  );
}

interface AmountsProps {
  readonly answer: Answer;
  readonly rows: readonly Row[];
  readonly label: string;
  readonly height: number;
}

function Amounts({ answer, rows, label, height }: AmountsProps) {
  // The label and height say which rows these are.
  const shape = useMemo(() => {
    const cells = cellsOf(answer);
    return toRankingShape(answer, {
      rows,
      label: (row) => cells(row, 'player_code') ?? '',
      measures: [
        { name: 'real_spent_amount', colour: 'now' },
        { name: 'bonus_spent_amount', colour: 'bonus' },
      ],
      stacked: true,
    });
  }, [answer, label, height]);
  const [real, bonus] = shape.series;
  if (rows.length === 0) return <NoRowsHere answer={answer} />;
  const summary = `First is ${shape.labels[0]} with ${real?.texts[0]} of real and ${bonus?.texts[0]} of bonus money.`;
  return (
    <>
      <Legend series={shape.series} />
      <Chart shape={shape} label={label} summary={summary} height={height} />
    </>
  );
}

function currenciesAt(money: Answer, at: string | undefined): string[] {
  const index = indexOf(money, currencyColumn);
  return rowsOfPeriod(money, at).map((row) => row[index] ?? '');
}

function toMoneyCell(money: Answer | undefined, at: string | undefined, currency: string | undefined) {
  if (!money) return () => null;
  const cells = cellsOf(money);
  const row = rowsOfPeriod(money, at).find((candidate) => cells(candidate, currencyColumn) === currency);
  return (name: string) => (row ? cells(row, name) : null);
}

interface CurrencyPickerProps {
  readonly present: readonly string[];
  readonly chosen: string | undefined;
}

/** One currency after the other: money of several is never added up. */
function CurrencyPicker({ present, chosen }: CurrencyPickerProps) {
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
