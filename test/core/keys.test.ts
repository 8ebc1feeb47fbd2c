import { describe, expect, test } from 'vitest';
import {
  activityFileKey,
  activityManifestKey,
  curatedFileKey,
  curatedManifestKey,
  curatedMarkerKey,
  dateOfCuratedFile,
  dimensionFileKey,
  dimensionManifestKey,
  dimensionSourcesOf,
  ledgerKey,
  newAttempt,
  parseFileKey,
  quarantineFileKey,
  toLoadId,
  unsupportedKeyRecord,
} from '../../lambdas/core/keys.ts';

test('every object of the lake has its documented key', () => {
  const day = '2021-10-04';
  const load = { loadId: 'id', attempt: 'at', converter: 'converter' };
  expect([
    ledgerKey('bets', 'id'),
    unsupportedKeyRecord('id'),
    curatedFileKey('bets', day, load),
    curatedMarkerKey('bets', day, 'at'),
    curatedManifestKey('bets', day),
    quarantineFileKey('bets', day, load),
    activityFileKey(day, 'at', 'definition'),
    activityManifestKey('2021'),
    dimensionFileKey('game_dimension', 'at', 'columns'),
    dimensionSourcesOf(dimensionFileKey('game_dimension', 'at', 'columns')),
    dimensionManifestKey('game_dimension'),
  ]).toEqual([
    'loads/bets/id.json',
    'loads/unsupported/id.json',
    'curated/bets/files/2021-10-04/id.at.converter.parquet',
    'curated/bets/files/2021-10-04/published.at.parquet',
    'curated/bets/manifest/dt=2021-10-04/symlink.txt',
    'quarantine/bets/files/2021-10-04/id.at.converter.jsonl',
    'rollup/activity/files/2021/2021-10-04.at.definition.parquet',
    'rollup/activity/manifest/year=2021/symlink.txt',
    'rollup/game_dimension/files/at.columns.parquet',
    'rollup/game_dimension/files/at.columns.sources.json',
    'rollup/game_dimension/manifest/symlink.txt',
  ]);
});

test('a load id is the first half of the SHA-256 of the landing key', () => {
  expect(toLoadId('bets/a.jsonl')).toBe('68423684d5b713346775e0d405cd77da');
});

test('an attempt is named by its time, then by random digits, so that no two are the same', () => {
  const now = new Date('2021-10-04T12:34:56.789Z');
  expect(newAttempt(now)).toMatch(/^20211004123456789[0-9a-f]{12}$/);
  expect(newAttempt(now)).not.toBe(newAttempt(now));
});

describe('the name of a data file', () => {
  test('gives its owner, its attempt and, where it has one, the version that wrote it', () => {
    const file = { owner: '2021-10-04', attempt: 'at', version: 'definition' };
    expect(parseFileKey(activityFileKey('2021-10-04', 'at', 'definition'))).toEqual(file);
    expect(parseFileKey('id.at.parquet')).toEqual({ owner: 'id', attempt: 'at', version: '' });
    expect(parseFileKey('id.at.by.jsonl')).toEqual({ owner: 'id', attempt: 'at', version: 'by' });
    const load = { loadId: 'id', attempt: 'at', converter: 'by' };
    expect(dateOfCuratedFile(curatedFileKey('bets', '2021-10-04', load))).toBe('2021-10-04');
    expect(dateOfCuratedFile('curated/bets')).toBe('');
  });

  test.each(['curated/bets/files/2021-10-04/', 'a/b', 'a/.at.parquet'])(
    'is refused where it is %s',
    (key) => {
      expect(() => parseFileKey(key)).toThrow(`not a data file of the lake: ${key}`);
    },
  );
});
