/** A package as package-lock.json has it. */
interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  /** Only tests and builds use it. */
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  /** Comes within another package, whose integrity covers it. */
  readonly inBundle?: boolean;
  readonly link?: boolean;
}

export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** Licences that let anybody use, change and pass on what is under them, and require no more than a notice. */
const permissive = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Python-2.0',
  'Unlicense',
]);
/** What is never shipped, such as what shrinks pictures of the page, may require its own changes or its name as well. */
const forTests = new Set([...permissive, 'MPL-2.0', 'LGPL-3.0-or-later', 'CC-BY-4.0']);

/**
 * What is wrong with the packages that are locked: a licence that is not known to be permissive, an installed byte
 * that no hash covers, a version in package.json that is a range.
 *
 * @param declared the versions that package.json names, by package
 */
export function findFaults(lock: Lock, declared: Readonly<Record<string, string>>): string[] {
  const faults: string[] = [];
  for (const [name, version] of Object.entries(declared)) {
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      faults.push(`${name}: expected an exact version, got ${version}`);
  }
  for (const [path, locked] of Object.entries(lock.packages)) {
    if (path === '' || locked.link) continue;
    const name = `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${locked.version}`;
    const allowed = locked.dev || locked.devOptional ? forTests : permissive;
    if (!isAllowed(locked.license, allowed))
      faults.push(`${name}: licence ${locked.license ?? 'not stated'}`);
    if (!locked.integrity && !locked.inBundle) faults.push(`${name}: no integrity in package-lock.json`);
  }
  return faults;
}

/** `(A OR B)` leaves the choice; `A AND B` requires both. */
function isAllowed(licence: string | undefined, allowed: ReadonlySet<string>): boolean {
  const choices = (licence ?? '').replace(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((name) => allowed.has(name)));
}
