import { expect, test } from 'vitest';
import { datasets } from '../../../glue/datasets/index.ts';
import type { Dataset } from '../../../glue/schema.ts';
import { Core } from '../../../lambdas/convert/assembly.ts';
import { CoreLines } from '../../../lambdas/convert/core-lines.ts';
import { toLineReader } from '../../../lambdas/convert/read/line-reader.ts';
import { bet } from '../../oracle/landing-example.ts';

const dates = { first: '2015-01-01', last: '2099-12-31' };

function newLines(dataset: Dataset): CoreLines {
  const core = new Core();
  core.declare(dataset);
  const object = { key: 'a', lastModified: new Date() };
  return new CoreLines(
    core,
    { dataset, object, dates, maxLineBytes: 1000, keepsRows: false },
    () => undefined,
  );
}

test.each([
  ['a stake', { real_debit_amount: '-1.50', bonus_debit_amount: '0.00' }, [1, 0]],
  ['a cent of bonus money', { real_debit_amount: '0.00', bonus_debit_amount: '0.01' }, [0, 1]],
  ['one of each', { real_debit_amount: '2.00', bonus_debit_amount: '-3.00' }, [1, 1]],
  ['nothing', { real_debit_amount: '0.00', bonus_debit_amount: '-0.00' }, [0, 0]],
])('a row that debits %s counts the same, regular or read strictly', (_, debits, [negative, positive]) => {
  const bytes = Buffer.from(JSON.stringify(bet(debits)));
  const [regular, strict] = [newLines(datasets.bets), newLines(datasets.bets)];
  expect(regular.takeLine({ bytes, start: 0, end: bytes.length, number: 1 })).toBe(true);
  const reading = toLineReader(datasets.bets, dates)(bytes.toString());
  if (!reading.ok) throw new Error('expected a line that is accepted');
  strict.addRow(1, reading.values);
  const counts = { debits_negative: negative, debits_positive: positive };
  expect([regular.finish(), strict.finish()]).toEqual([counts, counts]);
});

test('a data set without debits has no counts of them', () => {
  const lines = newLines(datasets.games);
  lines.addRow(1, ['1', 'Game', 'S', 'slots']);
  expect(lines.finish()).toEqual({ debits_negative: null, debits_positive: null });
});

test('a row that the core does not take is a fault of the core, and no row is lost in silence', () => {
  expect(() => newLines(datasets.games).addRow(7, ['1e1', null, null, null])).toThrow(
    'the conversion core does not take line 7, which the strict reader accepts',
  );
});
