import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { datasetNames } from '../../glue/datasets/index.ts';
import { findDataset } from '../../lambdas/convert/find-dataset.ts';
import { type LoadRecord, listLoadRecords } from '../../lambdas/core/ledger.ts';
import { fileKinds } from '../../lambdas/sweep/file-kinds.ts';
import { expectSameRows } from '../client/local/plain-rows.ts';
import { computeLake, type OracleLake } from '../oracle/compute-lake.ts';
import type { LandedObject } from '../oracle/landed-object.ts';
import { toComputedColumns } from '../oracle/view-columns.ts';
import type { FakeCloudLake } from './fake-cloud-lake.ts';

export interface Expectation {
  /** What the lake should show. @default what is in the landing bucket */
  readonly objects?: readonly LandedObject[];
  /** @default some of every kind */
  readonly views?: readonly string[];
}

/**
 * Holds a lake that has settled to the invariants: every line is accounted for (I1) and, where refused, kept
 * with its faults (I5); the views show what an independent computation makes of the landing bucket, whatever
 * was delivered in whatever order (I2, I4); and once it was swept, no file is there that nothing names (I3).
 */
export async function expectInvariants(
  cloud: FakeCloudLake,
  { objects = readLandingBucket(cloud), views = someViews }: Expectation = {},
): Promise<void> {
  const { voidStatuses } = cloud.refreshContext.definition;
  const { firstDate } = cloud.convertContext;
  const computed = computeLake(objects, { now: cloud.clock.now(), voidStatuses, firstDate });
  await expectViews(cloud, computed, views);
  await expectLines(cloud, computed);
  await expectSwept(cloud);
}

/** The current landing objects, as the independent reader takes them. */
export function readLandingBucket({ landing }: FakeCloudLake): LandedObject[] {
  return landing.currentKeys().flatMap((key) => {
    const version = landing.current(key);
    if (!version || !findDataset(key)) return [];
    const bytes = inflate(version.body);
    return bytes ? [{ key, bytes, lastModified: version.lastModified }] : [];
  });
}

/** The bytes within gzip, or as they are; undefined where the gzip is damaged. */
function inflate(body: Buffer): Buffer | undefined {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  try {
    return gunzipSync(body);
  } catch {
    return undefined;
  }
}

/** I4, and I2 wherever it is called for several orders of one scenario. */
export async function expectViews(
  { bench, store }: FakeCloudLake,
  computed: OracleLake,
  names: readonly string[] = someViews,
): Promise<void> {
  const seen = await bench.reader.read(store, names);
  for (const name of names)
    expectSameRows(name, toComputedColumns(name, seen.get(name) ?? []), computed.views[name] ?? []);
}

/** I1 and I5. */
async function expectLines(cloud: FakeCloudLake, { landing }: OracleLake): Promise<void> {
  const records = await readRecords(cloud);
  for (const { key, lines, accepted, quarantined, blank, refused, dates } of landing.objects) {
    const record = records.get(key);
    expect(record).toMatchObject({ landing_key: key, lines, accepted, quarantined, blank, dates });
    expect(lines).toBe(accepted + quarantined + blank);
    const kept = record?.quarantine_key ? readJsonLines(cloud, record.quarantine_key) : [];
    expect(kept).toMatchObject(
      refused.map(({ line_number, byte_offset, faults }) => ({
        dataset: record?.dataset,
        landing_key: key,
        // A reload that was requested makes the record forget which version its rows are of.
        object_version: record?.object_version ?? expect.any(String),
        line_number,
        byte_offset,
        faults: faults.map(({ column }) => ({
          column,
          code: expect.any(String),
          message: expect.any(String),
        })),
      })),
    );
    for (const line of kept) expect(line).toSatisfy(hasRawLine);
  }
}

function hasRawLine(line: { raw_line?: unknown; raw_line_base64?: unknown }): boolean {
  return typeof line.raw_line === 'string' || typeof line.raw_line_base64 === 'string';
}

/** I3: what is named is there, and after a day and another nothing else is. */
async function expectSwept(cloud: FakeCloudLake): Promise<void> {
  for (let day = 0; day < 2; day++) {
    cloud.clock.advance(90_000);
    const swept = await cloud.sweep();
    expect(swept).toMatchObject({ unprocessedCount: 0, outdatedDaysCount: 0, outdatedLoadsCount: 0 });
    await cloud.settle();
  }
  const unnamed: string[] = [];
  for (const { prefix, hasFolders, findNamed } of fileKinds) {
    const keys = cloud.lake.currentKeys(prefix);
    const folders = new Set(keys.map((key) => (hasFolders ? key.slice(prefix.length).split('/')[0] : '')));
    for (const folder of folders) {
      const within = keys.filter((key) => key.startsWith(hasFolders ? `${prefix}${folder}/` : prefix));
      const named = await findNamed(cloud.store, folder ?? '', within);
      unnamed.push(...within.filter((key) => !named.has(key)));
      const gone = [...named].filter((key) => key.startsWith(prefix) && !cloud.lake.current(key));
      expect(gone).toEqual([]);
    }
  }
  expect(unnamed).toEqual([]);
}

export async function readRecords({ store }: FakeCloudLake): Promise<Map<string, LoadRecord>> {
  const records = new Map<string, LoadRecord>();
  for (const dataset of datasetNames) {
    for await (const { record } of listLoadRecords(store, dataset)) records.set(record.landing_key, record);
  }
  return records;
}

function readJsonLines({ lake }: FakeCloudLake, key: string): Record<string, unknown>[] {
  const text = lake.current(key)?.body.toString('utf8') ?? '';
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

export const someViews: readonly string[] = [
  'activity_daily',
  'player_metrics_weekly',
  'game_metrics_monthly',
  'slice_metrics_yearly',
  'money_daily',
  'players_current',
  'games_current',
  'bet_conflicts',
];
