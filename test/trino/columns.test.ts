import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Column, decimal, text, typeNames, whole } from '../../glue/schema.ts';
import { views } from '../../glue/views/index.ts';
import type { View } from '../../glue/views/view.ts';
import { CatalogView } from '../../lib/catalog/catalog-view.ts';
import { deployCatalog } from './deploy-catalog.ts';
import { deployTemplate } from './deploy-template.ts';
import { queryTrino, type TrinoColumn, type TrinoPlace } from './query-trino.ts';

let place: TrinoPlace;

beforeAll(async () => {
  const { database } = await deployCatalog('columns', '2026-11-01');
  place = { url: inject('trino'), schema: database };
});

function toText({ name, type }: TrinoColumn): string {
  return `${name} ${type.replaceAll(', ', ',')}`;
}

function toDeclared(columns: readonly Column[]): string[] {
  return columns.map(({ name, type }) => toText({ name, type: typeNames(type).trino }));
}

describe.each(views.map((view) => [view.name, view] as const))('the declared columns of %s', (name, view) => {
  test('are what its SQL gives on Trino, names, order and types', async () => {
    const { columns } = await queryTrino(place, `select * from (\n${view.sql}\n) where false`);
    expect({ name, columns: columns.map(toText) }).toEqual({ name, columns: toDeclared(view.columns) });
  });

  test('are what the catalog shows, and the view is not stale', async () => {
    const described = await queryTrino(place, `describe ${name}`);
    const shown = described.rows.map(([column, type]) =>
      toText({ name: String(column), type: String(type) }),
    );
    expect({ name, columns: shown }).toEqual({ name, columns: toDeclared(view.columns) });
    const { columns } = await queryTrino(place, `select * from ${name} where false`);
    expect({ name, columns: columns.map(toText) }).toEqual({ name, columns: toDeclared(view.columns) });
  });
});

test('the catalog lists the columns of every view at once', async () => {
  const { rows } = await queryTrino(
    place,
    `select table_name, column_name, data_type from information_schema.columns
    where table_schema = '${place.schema}' order by table_name, ordinal_position`,
  );
  for (const { name, columns } of views) {
    const listed = rows.filter(([table]) => table === name);
    const texts = listed.map(([, column, type]) => toText({ name: String(column), type: String(type) }));
    expect({ name, columns: texts }).toEqual({ name, columns: toDeclared(columns) });
  }
});

describe('a view is stale, and Trino says which column it is, where the declaration has', () => {
  const wrong: readonly [string, (columns: readonly Column[]) => Column[], string][] = [
    ['another name', (columns) => replace(columns, 'bets_count', { name: 'bet_count' }), 'bet_count'],
    [
      'another order',
      ([first, second, ...rest]) => [second, first, ...rest].flatMap((column) => column ?? []),
      'game_id',
    ],
    ['another type', (columns) => replace(columns, 'bets_count', { type: text }), 'bets_count'],
    ['a column less', (columns) => columns.slice(0, -1), 'column count'],
    [
      'a column more',
      (columns) => [...columns, { name: 'hold_ratio', type: decimal(5, 4), meaning: '' }],
      'column count',
    ],
    ['a text for a number', (columns) => replace(columns, 'game_name', { type: whole }), 'game_name'],
  ];

  test.each(wrong)('%s', async (what, change, reported) => {
    const view = views.find(({ name }) => name === 'game_metrics_daily') as View;
    const name = `wrong_${what.replaceAll(' ', '_')}`;
    const stack = new Stack(new App(), name.replaceAll('_', '-'));
    new CatalogView(stack, 'View', place.schema, { ...view, name, columns: change(view.columns) });
    const { Resources } = Template.fromStack(stack).toJSON();
    await deployTemplate(stack.stackName, { Resources });
    const queried = queryTrino(place, `select count(*) from ${name}`);
    await expect(queried).rejects.toThrow(new RegExp(`VIEW_IS_STALE.*${name}.*${reported}`, 's'));
  });
});

function replace(columns: readonly Column[], name: string, by: Partial<Column>): Column[] {
  return columns.map((column) => (column.name === name ? { ...column, ...by } : column));
}
