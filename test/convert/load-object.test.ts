import { readdir } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { datasetNames, datasets } from '../../glue/datasets/index.ts';
import { text } from '../../glue/schema.ts';
import { handleLandingMessage, recordUnsupportedKey } from '../../lambdas/convert/landing-message.ts';
import { type LoadContext, loadObject, toDateRange } from '../../lambdas/convert/load-object.ts';
import { toLoadId } from '../../lambdas/core/keys.ts';
import { emptyRecord } from '../../lambdas/core/ledger.ts';
import type { ObjectStore } from '../../lambdas/core/object-store.ts';
import { unloadObject } from '../../lambdas/core/unload-object.ts';
import { accessDenied } from '../fake-aws/cloud-faults.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { badLine, monday, stake, sunday } from '../faults/rows.ts';

const key = 'bets/a.jsonl';
const loadId = toLoadId(key);
/** The time of the tests' clock, in the two ways of the ledger. */
const morning = { time: '2021-10-05 06:00:00', attempt: /^20211005060000000[0-9a-f]{12}$/ };

describe('the load of an object', () => {
  const bench = useWorkbench();
  let cloud: FakeCloudLake;
  beforeEach(() => {
    cloud = new FakeCloudLake(bench());
    cloud.clock.advanceTo(new Date('2021-10-05T06:00:00Z'));
  });

  const load = (context: Partial<LoadContext> = {}) =>
    loadObject({ ...cloud.convertContext, ...context }, datasets.bets, key, () =>
      cloud.convertContext.landing.find(key),
    );

  it('commits a record of all that it has read and written', async () => {
    const { versionId } = cloud.land(key, [
      stake(1),
      stake(2, sunday),
      stake(3, sunday),
      badLine,
      '',
      JSON.stringify({ ...stake(4), new_field: 1 }),
    ]);
    const outcome = await load();
    const attempt = outcome?.record.attempt ?? '';
    const converter = outcome?.record.converter ?? '';
    expect(attempt).toMatch(morning.attempt);
    expect(converter).toMatch(/^[0-9a-f]{12}$/);
    expect(outcome).toEqual({
      status: 'loaded',
      withdrawn: [],
      etag: expect.any(String),
      record: {
        dataset: 'bets',
        landing_key: key,
        load_id: loadId,
        status: 'loaded',
        object_version: versionId,
        object_size: cloud.landing.current(key)?.body.length,
        source: null,
        replay_of: null,
        replay_of_version: null,
        replayed_lines: null,
        converter,
        attempt,
        loaded_dt: morning.time,
        lines: 6,
        accepted: 4,
        quarantined: 1,
        blank: 1,
        unknown_fields: { new_field: 1 },
        dates: [sunday, monday],
        files: [
          {
            date: sunday,
            key: `curated/bets/files/${sunday}/${loadId}.${attempt}.${converter}.parquet`,
            rows_count: 2,
          },
          {
            date: monday,
            key: `curated/bets/files/${monday}/${loadId}.${attempt}.${converter}.parquet`,
            rows_count: 2,
          },
        ],
        quarantine_key: `quarantine/bets/files/2021-10-05/${loadId}.${attempt}.${converter}.jsonl`,
        debits_negative: 4,
        debits_positive: 0,
        invalidations: [sunday, monday],
        error_code: null,
        error_message: null,
        error_version: null,
        error_converter: null,
        error_dt: null,
      },
    });
    expect(cloud.lake.currentKeys()).toEqual(
      [
        ...(outcome?.record.files.map((file) => file.key) ?? []),
        `loads/bets/${loadId}.json`,
        outcome?.record.quarantine_key,
      ].sort(),
    );
    const left = await readdir(cloud.convertContext.scratch);
    expect(left.filter((name) => name.startsWith(loadId))).toEqual([]);
  });

  it('is done once for a version, and again for another one or by another converter', async () => {
    cloud.land(key, [stake(1)]);
    expect(await load()).toMatchObject({ status: 'loaded', record: { quarantine_key: null } });
    expect(await load()).toMatchObject({ status: 'unchanged', record: { accepted: 1 } });
    const { limits } = cloud.convertContext;
    expect(await load({ firstDate: '2015-01-02' })).toMatchObject({ status: 'replaced' });
    expect(await load({ limits: { ...limits, maxLineBytes: 9999 } })).toMatchObject({ status: 'replaced' });
    cloud.land(key, [stake(1), stake(2)]);
    expect(await load()).toMatchObject({
      status: 'replaced',
      record: { accepted: 2, invalidations: [monday] },
    });
  });

  it('is done again where the declaration of its columns has changed', async () => {
    cloud.land(key, [stake(1)]);
    await load();
    const { bets } = datasets;
    const [first = { name: '', type: text, meaning: '' }, ...others] = bets.columns;
    for (const columns of [
      [...bets.columns, { name: 'studio_code', type: text, meaning: '' }],
      [...others, first],
      [{ ...first, required: false }, ...others],
      bets.columns.map((column) => (column.name === 'brand_id' ? { ...column, type: text } : column)),
    ]) {
      const again = () =>
        loadObject(cloud.convertContext, { ...bets, columns }, key, () =>
          cloud.convertContext.landing.find(key),
        );
      expect(await again()).toMatchObject({ status: 'replaced' });
      expect(await again()).toMatchObject({ status: 'unchanged' });
    }
    const meanings = bets.columns.map((column) => ({ ...column, meaning: 'another meaning' }));
    await load();
    const same = await loadObject(cloud.convertContext, { ...bets, columns: meanings }, key, () =>
      cloud.convertContext.landing.find(key),
    );
    expect(same).toMatchObject({ status: 'unchanged' });
  });

  it('starts over where another one was committed meanwhile, and then finds nothing to do', async () => {
    cloud.land(key, [stake(1)]);
    cloud.calls.hook = async ({ operation, key: at, when }) => {
      if (operation !== 'PutObject' || !at.startsWith('loads/') || when === 'after') return;
      cloud.calls.hook = undefined;
      expect(await load()).toMatchObject({ status: 'loaded' });
    };
    expect(await load()).toMatchObject({ status: 'unchanged', record: { accepted: 1 } });
  });

  it('names the days of what it replaces as well, those that were not sent yet, too', async () => {
    cloud.land(key, [stake(1)]);
    await load();
    cloud.land(key, [stake(1, sunday)]);
    expect(await load()).toMatchObject({ record: { dates: [sunday], invalidations: [sunday, monday] } });
    cloud.land(key, [stake(1, '2021-10-02')]);
    expect(await load()).toMatchObject({
      record: { dates: ['2021-10-02'], invalidations: ['2021-10-02', sunday, monday] },
    });
  });

  it('that was unloaded is not done again, whatever the converter, until there is a new version', async () => {
    cloud.land(key, [stake(1)]);
    await load();
    await unloadObject(cloud.store, key, cloud.clock.now());
    expect(await load({ firstDate: '2016-01-01' })).toMatchObject({ status: 'unchanged' });
    cloud.land(key, [stake(1)]);
    expect(await load()).toMatchObject({ status: 'replaced' });
  });

  it('that is refused keeps the reason beside the current version, which stays live', async () => {
    const cut = Buffer.from([0x1f, 0x8b, 8, 0, 0]);
    const { versionId } = cloud.land(key, cut);
    const first = await load();
    const error = {
      status: 'failed',
      error_code: 'bad_gzip',
      error_message: expect.stringMatching(/^bets\/a\.jsonl: is not whole gzip/),
      error_version: versionId,
      error_converter: expect.stringMatching(/^[0-9a-f]{12}$/),
      error_dt: morning.time,
    };
    const nothing = { ...emptyRecord('bets', { key, size: cut.length }, loadId), loaded_dt: morning.time };
    expect(first).toMatchObject({ status: 'failed', record: { ...nothing, ...error } });

    cloud.land(key, [stake(1)]);
    const current = await load();
    expect(current).toMatchObject({ status: 'loaded', record: { error_code: null } });
    const { versionId: again } = cloud.land(key, cut);
    expect(await load()).toMatchObject({
      status: 'failed',
      record: { ...current?.record, ...error, error_version: again },
    });
  });

  it('of an older version that is current again is done again where a newer one was refused', async () => {
    cloud.land(key, [stake(1)]);
    const older = await cloud.convertContext.landing.find(key);
    await load();
    cloud.land(key, Buffer.from([0x1f, 0x8b, 8, 0, 0]));
    expect(await load()).toMatchObject({ status: 'failed' });
    expect(await loadObject(cloud.convertContext, datasets.bets, key, async () => older)).toMatchObject({
      status: 'replaced',
      record: { status: 'loaded', error_code: null },
    });
  });

  it('is refused by the size of its object, before there is any work to remove', async () => {
    cloud.land(key, [stake(1)]);
    const limits = { ...cloud.convertContext.limits, maxObjectBytes: 10 };
    expect(await load({ limits })).toMatchObject({ status: 'failed', record: { error_code: 'too_big' } });
  });

  it('is none where there is no object', async () => {
    expect(await load()).toBeUndefined();
    expect(cloud.lake.currentKeys()).toEqual([]);
  });

  it('shows what the store throws, and leaves no record and no work behind', async () => {
    cloud.land(key, [stake(1), badLine]);
    cloud.calls.hook = ({ operation, key: at }) => {
      if (operation === 'PutObject' && at.startsWith('quarantine/')) throw accessDenied();
    };
    await expect(load()).rejects.toMatchObject({ name: 'AccessDenied' });
    cloud.calls.hook = undefined;
    expect(cloud.lake.currentKeys('loads/')).toEqual([]);
    const left = await readdir(cloud.convertContext.scratch);
    expect(left.filter((name) => name.startsWith(loadId))).toEqual([]);
  });

  it.each([
    ['first file', `curated/bets/files/${sunday}`, 1],
    ['refused lines', 'quarantine/', 3],
  ])(
    'that is aborted once its %s are written commits nothing, and writes no more',
    async (_, last, count) => {
      cloud.land(key, [stake(1), stake(2, sunday), badLine]);
      const abort = new AbortController();
      const puts: string[] = [];
      cloud.calls.hook = ({ operation, key: at, when }) => {
        if (operation !== 'PutObject' || when === 'before') return;
        puts.push(at);
        if (at.startsWith(last)) abort.abort(new Error('no time left'));
      };
      await expect(load({ signal: abort.signal })).rejects.toThrow('no time left');
      expect(puts).toHaveLength(count);
      expect(cloud.lake.currentKeys('loads/')).toEqual([]);
    },
  );

  it('is not begun where there is no time', async () => {
    cloud.land(key, [stake(1)]);
    const signal = AbortSignal.abort(new Error('no time left'));
    await expect(load({ signal })).rejects.toThrow('no time left');
    expect(cloud.calls.count).toBe(0);
  });

  it('is logged with its counts, and with nothing of a line', async () => {
    cloud.land(key, [stake(1), badLine, '']);
    const message = JSON.stringify({ key });
    await handleLandingMessage(cloud.convertContext, message);
    expect(cloud.telemetry.count('load loaded', 'load replaced')).toBe(1);
    await handleLandingMessage(cloud.convertContext, message);
    const logged = { dataset: 'bets', landing_key: key, load_id: loadId, lines: 3, accepted: 1 };
    const further = {
      blank: 1,
      quarantined: 1,
      attempt: expect.any(String),
      dates_count: 1,
      error_code: null,
    };
    const milliseconds = expect.any(Number);
    expect(cloud.telemetry.lines).toEqual([
      { message: 'load loaded', ...logged, ...further, milliseconds },
      { message: 'load unchanged', ...logged, ...further, milliseconds },
    ]);
    const measured = ['FailedLoads', 'LinesAccepted', 'LinesQuarantined'] as const;
    expect(measured.map((name) => cloud.telemetry.sum(name))).toEqual([0, 1, 1]);
    expect(Number.isInteger(cloud.telemetry.lines[0]?.milliseconds)).toBe(true);
    expect(cloud.telemetry.lines[0]?.milliseconds).toBeLessThan(60_000);
    cloud.land(key, [stake(1), stake(2)]);
    await handleLandingMessage(cloud.convertContext, message);
    expect(cloud.telemetry.count('load loaded', 'load replaced')).toBe(2);
    cloud.land(key, Buffer.from([0x1f, 0x8b, 8, 0, 0]));
    await handleLandingMessage(cloud.convertContext, message);
    expect(measured.map((name) => cloud.telemetry.sum(name))).toEqual([1, 3, 1]);
    expect(cloud.telemetry.lines.at(-1)).toMatchObject({ message: 'load failed', error_code: 'bad_gzip' });
  });

  it('logs an object that is gone or of no data set', async () => {
    await handleLandingMessage(cloud.convertContext, JSON.stringify({ key }));
    for (const again of [1, 2]) {
      await handleLandingMessage(cloud.convertContext, '{"key":"bets/a.csv"}');
      expect(cloud.telemetry.sum('UnsupportedKeys')).toBe(1);
      expect(cloud.telemetry.lines).toHaveLength(1 + again);
    }
    expect(cloud.telemetry.count('landing object is gone')).toBe(1);
    expect(cloud.telemetry.lines.slice(0, 2)).toEqual([
      { message: 'landing object is gone', landing_key: key },
      { message: 'landing object of no data set', landing_key: 'bets/a.csv' },
    ]);
  });
});

describe('an object that no data set takes', () => {
  const bench = useWorkbench();

  it('is recorded once, with why', async () => {
    const { store, lake } = new FakeCloudLake(bench());
    const now = new Date('2021-10-05T06:00:00Z');
    expect(await recordUnsupportedKey(store, 'odd/a.csv', now)).toBe(true);
    expect(await recordUnsupportedKey(store, 'odd/a.csv', new Date())).toBe(false);
    const id = toLoadId('odd/a.csv');
    const text = lake.current(`loads/unsupported/${id}.json`)?.body.toString() ?? '';
    expect(text.endsWith('\n')).toBe(true);
    expect(JSON.parse(text)).toEqual({
      ...emptyRecord('unsupported', { key: 'odd/a.csv', size: 0 }, id),
      loaded_dt: morning.time,
      error_code: 'unsupported_key',
      error_message: `odd/a.csv: expected a key below ${datasetNames.map((name) => `${name}/`).join(', ')} that ends in .json, .jsonl or .ndjson, each with or without .gz`,
      error_dt: morning.time,
    });
    const fault = accessDenied();
    const denied = { ...store, put: () => Promise.reject(fault) } as unknown as ObjectStore;
    await expect(recordUnsupportedKey(denied, 'odd/b.csv', now)).rejects.toBe(fault);
  });
});

it('bets may be dated from the first day to the day after the load', () => {
  expect(toDateRange('2015-01-01', new Date('2021-12-31T23:59:59Z'))).toEqual({
    first: '2015-01-01',
    last: '2022-01-01',
  });
});
