import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { report } from '../../aws/emulator/report.ts';
import { runProgram } from '../../aws/emulator/run-program.ts';
import { keepInCache } from './cache-folder.ts';

/** The newest that Maven has in parts, so that a third of Trino is fetched instead of all of it. */
const trinoVersion = '476';

const copyGoal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';

/**
 * Fetches Trino and its Hive connector into the user's cache folder, once.
 *
 * @returns the folder that holds `lib` and `plugin`
 * @throws Error saying what is missing on this machine
 */
export async function installTrino(): Promise<string> {
  return keepInCache(`trino-${trinoVersion}`, async (folder) => {
    const maven = process.platform === 'win32' ? 'mvn.cmd' : 'mvn';
    await runProgram(maven, ['--version'], { seconds: 60 }).catch((error) => {
      throw new Error('Trino is fetched by Maven, which is needed as mvn and is not here', {
        cause: error,
      });
    });
    report(`fetching Trino ${trinoVersion}, 450 MB, for ${folder}`);
    await fetchArtifact(maven, `io.trino:trino-server-core:${trinoVersion}:tar.gz`, folder);
    await fetchArtifact(maven, `io.trino:trino-hive:${trinoVersion}:zip`, folder);
    const server = `trino-server-core-${trinoVersion}`;
    const plugin = `trino-hive-${trinoVersion}`;
    const run = (program: string, args: readonly string[]) =>
      runProgram(program, args, { seconds: 300, cwd: folder });
    await run('tar', ['-xzf', `${server}.tar.gz`]);
    await run('python3', ['-m', 'zipfile', '-e', `${plugin}.zip`, 'unzipped']);
    await rename(join(folder, server, 'lib'), join(folder, 'lib'));
    await mkdir(join(folder, 'plugin'));
    await rename(join(folder, 'unzipped', plugin), join(folder, 'plugin', 'hive'));
    for (const name of [`${server}.tar.gz`, server, `${plugin}.zip`, 'unzipped']) {
      await rm(join(folder, name), { recursive: true });
    }
  });
}

async function fetchArtifact(maven: string, artifact: string, folder: string): Promise<void> {
  const args = ['-B', '-q', copyGoal, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`];
  await runProgram(maven, args, { seconds: 600, cwd: folder });
}
