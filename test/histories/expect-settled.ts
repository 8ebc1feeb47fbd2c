import { expect } from 'vitest';
import { datasets } from '../../glue/datasets/index.ts';
import { views } from '../../glue/views/index.ts';
import { toConverterId } from '../../lambdas/convert/converter-id.ts';
import { expectInvariants, expectViews, readRecords } from '../fake-aws/expect-invariants.ts';
import type { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { badLine } from '../faults/rows.ts';
import { computeLake } from '../oracle/compute-lake.ts';
import type { LandedObject } from '../oracle/landed-object.ts';
import { COLUMNS_BY_VIEW } from '../oracle/view-columns.ts';
import { settings } from './history.ts';

export interface Settled {
  /** By landing key, the version that was last live; null where none is. */
  readonly live: ReadonlyMap<string, string | null>;
  /** Versions that an operator has taken out, or tried to. */
  readonly unloaded: ReadonlySet<string>;
  /** Versions that nothing may bring back. */
  readonly stayUnloaded: ReadonlySet<string>;
  /** Whether handling all messages is enough, without a sweep that finds what has none. */
  readonly needsSweep: boolean;
  /** Whether a sweep then has nothing to send. */
  readonly sweepFindsNothing: boolean;
  /** Chooses the views that are checked. */
  readonly chosen: number;
}

/** Holds a lake that has come to rest to I1–I5: first as it is, then after a sweep has found what was lost. */
export async function expectSettled(cloud: FakeCloudLake, settled: Settled): Promise<void> {
  const names = chooseViews(settled.chosen);
  let held: string | undefined;
  if (!settled.needsSweep) {
    const objects = await findLive(cloud, settled);
    const { voidStatuses } = cloud.refreshContext.definition;
    const { firstDate } = cloud.convertContext;
    await expectViews(
      cloud,
      computeLake(objects, { now: cloud.clock.now(), voidStatuses, firstDate }),
      names,
    );
    held = readManifests(cloud);
  }
  for (let sweeps = 0; sweeps < mostSweeps; sweeps++) {
    cloud.clock.advance(7200);
    const { unreadCount, unprocessedCount, outdatedDaysCount, outdatedLoadsCount } = await cloud.sweep();
    const found = unreadCount + unprocessedCount + outdatedDaysCount + outdatedLoadsCount;
    if (settled.sweepFindsNothing) expect(found).toBe(0);
    await cloud.settle();
    if (found === 0) break;
  }
  const views = held === readManifests(cloud) ? [] : names;
  await expectInvariants(cloud, { objects: await findLive(cloud, settled), views });
}

/** All that the views show follows from these. */
function readManifests({ lake }: FakeCloudLake): string {
  const manifests = lake.currentKeys().filter((key) => key.endsWith('symlink.txt'));
  return manifests.map((key) => lake.current(key)?.body.toString('utf8')).join('\n');
}

/**
 * The objects whose rows should be shown: those in the landing bucket; of one that was deleted, or whose newest
 * version is refused, whichever version was last live; nothing of what was taken out.
 */
async function findLive(cloud: FakeCloudLake, settled: Settled): Promise<LandedObject[]> {
  const records = await readRecords(cloud);
  return [...cloud.landing.keys.from('')].flatMap((key) => {
    const record = records.get(key);
    const current = cloud.landing.current(key);
    // What was taken out is not read again by another converter.
    const isUnloaded = record?.status === 'unloaded' && record.object_version === current?.versionId;
    if (isUnloaded && settled.unloaded.has(record.object_version ?? '')) return [];
    const refusal = current && findRefusal(key, current.body, cloud.convertContext);
    if (refusal) {
      expect(record).toMatchObject({ error_code: refusal, error_version: current.versionId });
    }
    const isLoaded = current && !refusal;
    if (isLoaded) expect(record).toMatchObject({ status: 'loaded', object_version: current.versionId });
    const versionId = isLoaded ? current.versionId : settled.live.get(key);
    if (versionId === undefined || versionId === null) return [];
    expect(settled.stayUnloaded).not.toContain(versionId);
    const version = cloud.landing.versions(key).find((each) => each.versionId === versionId);
    expect(version?.deleted).toBe(false);
    // An older version is not read again when the first date moves: its rows stay those of its own converter.
    const firstDate = isLoaded ? undefined : findFirstDate(cloud, record?.converter);
    return version ? [{ key, bytes: version.body, lastModified: version.lastModified, firstDate }] : [];
  });
}

function findFirstDate(cloud: FakeCloudLake, converter: string | undefined): string | undefined {
  const { limits } = cloud.convertContext;
  return settings.find(({ firstDate }) => toConverterId(datasets.bets, { firstDate, limits }) === converter)
    ?.firstDate;
}

/** Why a version counts for nothing: too large, or not one of its lines is good; a bad line is one of bets. */
function findRefusal(
  key: string,
  body: Buffer,
  { firstDate, limits }: FakeCloudLake['convertContext'],
): string | undefined {
  if (body.length > limits.maxObjectBytes) return 'too_big';
  const lines = body
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines.length === 0 || lines.some((line) => isAccepted(line, firstDate))) return undefined;
  return key.startsWith('bets/') ? 'no_line_accepted' : 'wrong_data_set';
}

function isAccepted(line: string, firstDate: string): boolean {
  if (line === badLine) return false;
  const { bet_dt } = JSON.parse(line);
  return bet_dt === undefined || bet_dt.slice(0, 10) >= firstDate;
}

/** The days of activity always; one of the other views, each in its turn. */
function chooseViews(chosen: number): string[] {
  const others = views
    .map(({ name }) => name)
    .filter((name) => name !== 'activity_daily' && COLUMNS_BY_VIEW.has(name));
  return ['activity_daily', others[chosen % others.length] ?? ''];
}

/** What was lost, then what a change of settings requires of loads, then of the days that this changes. */
const mostSweeps = 4;
