import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import { openLakeForReading } from '../../../client/local/query-lake.ts';
import { datasetNames } from '../../../glue/datasets/index.ts';
import { rollups } from '../../../glue/rollups/index.ts';
import { views } from '../../../glue/views/index.ts';
import { S3ObjectStore } from '../../../lambdas/core/s3-store.ts';
import { expectSameRows, type PlainRow, readRows } from '../../client/local/plain-rows.ts';
import type { Deployed } from './deployed.ts';
import type { Twin } from './twin.ts';

/** The queries of both lakes: all columns except versions, attempts, paths of this machine and times of loading. */
const questions: ReadonlyMap<string, string> = new Map([
  ...[...datasetNames, ...rollups.map(({ name }) => name)].map((name): [string, string] => [
    name,
    `select * from ${name}`,
  ]),
  ...views.map(({ name }): [string, string] => [name, `select * from ${name}`]),
  [
    'loads',
    `select * exclude (object_version, source, attempt, loaded_dt, files, quarantine_key, error_version, error_dt),
  list_transform(files, lambda file: {'date': file.date, 'rows': file.rows_count}) as files,
  quarantine_key is null as is_clean
from loads`,
  ],
  ['quarantine', 'select * exclude (object_version) from quarantine'],
]);

/**
 * Holds the deployed lake to the same rows as its twin: data sets, rollups, views, ledger and quarantine. It is
 * downloaded and read by the code that reads a local lake.
 *
 * @returns the rows that both have
 */
export async function expectSameLakes(deployed: Deployed, twin: Twin): Promise<Map<string, PlainRow[]>> {
  const folder = await mkdtemp(join(inject('folder'), 'downloaded-'));
  try {
    await downloadLake(deployed, folder);
    const expected = await readAll(twin.lake);
    const actual = await readAll(folder);
    for (const [name, rows] of expected) expectSameRows(name, actual.get(name) ?? [], rows);
    return expected;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Copies the lake's objects into a folder; manifests come to name keys, as those of a local lake do. */
async function downloadLake({ s3, lakeBucket }: Deployed, folder: string): Promise<void> {
  const store = openStore(s3, lakeBucket, join(folder, 'tmp'));
  const keys: string[] = [];
  for await (const { key } of store.list('')) keys.push(key);
  const paths = await store.checkout(keys);
  for (const [index, key] of keys.entries()) {
    const from = paths[index] ?? '';
    const to = join(folder, key);
    await mkdir(dirname(to), { recursive: true });
    if (!key.endsWith('/symlink.txt')) await copyFile(from, to);
    else await writeFile(to, (await readFile(from, 'utf8')).replaceAll(store.toUri(''), ''));
  }
}

export function openStore(client: S3Client, bucket: string, scratch: string): S3ObjectStore {
  return new S3ObjectStore({ client, bucket, scratch });
}

async function readAll(folder: string): Promise<Map<string, PlainRow[]>> {
  const reader = await openLakeForReading(folder);
  try {
    const results = new Map<string, PlainRow[]>();
    for (const [name, sql] of questions) results.set(name, await readRows(reader.connection, sql));
    return results;
  } finally {
    await reader.close();
  }
}
