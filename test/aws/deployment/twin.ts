import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import { findLandingFiles } from '../../../client/local/find-landing-files.ts';
import { ingestFiles } from '../../../client/local/ingest-files.ts';
import { openLakeForWriting } from '../../../client/local/lake.ts';
import { refreshInvalidDays } from '../../../client/local/refresh-invalid-days.ts';
import type { Deployed } from './deployed.ts';

/** A lake in a folder of this machine, to which the same files land as to the deployed one. */
export class Twin {
  readonly lake: string;
  readonly #landing: string;
  readonly #deployed: Deployed;

  private constructor(deployed: Deployed, folder: string) {
    this.#deployed = deployed;
    this.#landing = join(folder, 'landing');
    this.lake = join(folder, 'lake');
  }

  static async open(deployed: Deployed): Promise<Twin> {
    const twin = new Twin(deployed, await mkdtemp(join(inject('folder'), 'twin-')));
    await mkdir(twin.lake);
    return twin;
  }

  /** Lands a file in both places. */
  async land(key: string, content: string | Buffer): Promise<void> {
    const path = join(this.#landing, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    await this.landAgain(key);
  }

  /** Lands in the cloud once more what has landed there before. */
  async landAgain(key: string): Promise<void> {
    const { s3, landingBucket } = this.#deployed;
    const Body = await readFile(join(this.#landing, key));
    await s3.send(new PutObjectCommand({ Bucket: landingBucket, Key: key, Body }));
  }

  /** Writes the local lake's configuration. */
  async configure(configuration: object): Promise<void> {
    await writeFile(join(this.lake, 'lake.json'), JSON.stringify(configuration));
  }

  /** Ingests on this machine what landed. */
  async ingest(): Promise<void> {
    const lake = await openLakeForWriting(this.lake);
    try {
      for await (const _ of ingestFiles(lake, (await findLandingFiles([this.#landing])).files));
      await refreshInvalidDays(lake);
    } finally {
      lake.close();
    }
  }
}
