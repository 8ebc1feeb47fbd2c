import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { datasets } from '../../glue/datasets/index.ts';
import { activityMeasures } from '../../glue/rollups/columns.ts';
import { sliceNames } from '../../glue/slices.ts';
import { views } from '../../glue/views/index.ts';
import { KNOWN_COLUMNS } from './columns.ts';
import { MEASURES } from './measures.ts';
import { SLICES } from './plan-metric.ts';
import { COLUMNS_BY_VIEW, VIEWS_HELD_ELSEWHERE } from './view-columns.ts';

/** Fails with what to do for each thing that is declared in `glue/` and not computed here. */
function expectNone(missing: readonly string[], remedy: (name: string) => string): void {
  expect(missing.map(remedy)).toEqual([]);
}

describe('what is declared is computed independently', () => {
  test('every view', () => {
    const known = new Set([...COLUMNS_BY_VIEW.keys(), ...Object.keys(VIEWS_HELD_ELSEWHERE)]);
    expectNone(
      views.map(({ name }) => name).filter((name) => !known.has(name)),
      (name) =>
        `the view ${name} is not compared with an independent computation: add its columns to VIEW_COLUMNS and its rows to computeViews, or name it in VIEWS_HELD_ELSEWHERE with the test that holds its numbers`,
    );
    for (const [name, path] of Object.entries(VIEWS_HELD_ELSEWHERE)) {
      expect([name, existsSync(new URL(`../../${path}`, import.meta.url))]).toEqual([name, true]);
    }
  });

  test('every measure', () => {
    expectNone(
      activityMeasures.map(({ name }) => name).filter((name) => !Object.hasOwn(MEASURES, name)),
      (name) =>
        `the measure ${name} is not compared with an independent computation: add how a group makes it to MEASURES of test/oracle/measures.ts, and its name to the views that show it in VIEW_COLUMNS`,
    );
  });

  test('every column to slice by, in the order in which it is offered', () => {
    expectNone(
      sliceNames.filter((name) => !SLICES.includes(name)),
      (name) =>
        `the slice ${name} is not compared with an independent computation: add it to SLICES of test/oracle/plan-metric.ts and to toAttributes of test/oracle/build-facts.ts`,
    );
    expect(SLICES).toEqual(sliceNames);
  });

  test('every column of a view, in its order, but for measures that are not', () => {
    for (const { name, columns } of views) {
      const computed = COLUMNS_BY_VIEW.get(name);
      if (!computed) continue;
      const shown = columns.map((column) => column.name);
      const later = activityMeasures.filter((measure) => !Object.hasOwn(MEASURES, measure.name));
      expect([name, shown.filter((each) => !later.some((measure) => measure.name === each))]).toEqual([
        name,
        computed,
      ]);
    }
  });

  test('every column of the export that was known', () => {
    for (const dataset of Object.values(datasets)) {
      const known = (KNOWN_COLUMNS[dataset.name] ?? []).map(({ name }) => name);
      const declared = dataset.columns.map(({ name }) => name).filter((name) => known.includes(name));
      expect([dataset.name, declared]).toEqual([dataset.name, known]);
    }
  });
});
