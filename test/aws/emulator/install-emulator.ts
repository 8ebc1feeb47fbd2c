import { installPython } from './install-python.ts';

const version = '1.5.33';

/**
 * Installs the emulator into a virtual environment in the user's cache folder, once a version.
 *
 * @returns the environment's Python, which has `ministack` and `boto3`
 * @throws Error saying what is missing on this machine
 */
export async function installEmulator(): Promise<string> {
  return installPython({
    name: `ministack-${version}`,
    packages: [`ministack[full]==${version}`, 'boto3'],
    check: `import boto3, ministack.app; from importlib.metadata import version as v; assert v("ministack") == "${version}"`,
  });
}
