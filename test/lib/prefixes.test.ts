import { expect, it } from 'vitest';
import { datasetNames } from '../../glue/datasets.ts';
import * as prefixes from '../../glue/prefixes.ts';
import { rollups } from '../../glue/rollups.ts';
import * as keys from '../../lambdas/lake/keys.ts';

it.each(datasetNames)('points at where the functions keep %s', (dataset) => {
  expect(prefixes.ledgerPrefix(dataset)).toBe(keys.ledgerPrefix(dataset));
  expect(prefixes.curatedFilesPrefix(dataset)).toBe(keys.curatedFilesPrefix(dataset));
  expect(prefixes.curatedManifestPrefix(dataset)).toBe(keys.curatedManifestPrefix(dataset));
  expect(prefixes.quarantineFilesPrefix(dataset)).toBe(keys.quarantineFilesPrefix(dataset));
  expect(keys.curatedMarkerKey(dataset, '2021-10-04', 'attempt')).toMatch(
    new RegExp(`^${prefixes.curatedFilesPrefix(dataset)}.+/published\\.`),
  );
});

it.each(rollups.map(({ name }) => name))('points at where the functions keep the rollup %s', (name) => {
  expect(prefixes.rollupFilesPrefix(name)).toBe(keys.rollupFilesPrefix(name));
  expect(prefixes.rollupManifestPrefix(name)).toBe(keys.rollupManifestPrefix(name));
});
