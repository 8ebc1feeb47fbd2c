import { expect, test } from 'vitest';
import { findFaults } from './find-faults.ts';
import { readAudit } from './read-audit.ts';

const good = { version: '1.0.0', license: 'MIT', integrity: 'sha512-x' };

test('packages that are locked, hashed and permissive have no fault', () => {
  const packages = {
    '': {},
    'node_modules/a': good,
    'node_modules/b': { ...good, license: '(GPL-3.0-or-later OR MIT)' },
    'node_modules/b/node_modules/@c/d': { version: '1.0.0', license: 'MIT AND ISC', inBundle: true },
    'node_modules/e': { ...good, license: 'MPL-2.0', dev: true },
    'node_modules/f': { ...good, license: 'Apache-2.0 AND LGPL-3.0-or-later', dev: true },
  };
  expect(findFaults({ packages }, { a: '1.0.0', b: '1.5.5-r.5' })).toEqual([]);
});

test('a licence that is not permissive, a missing hash and a range are each reported', () => {
  const packages = {
    'node_modules/a': { ...good, license: 'GPL-3.0-only' },
    'node_modules/b': { ...good, license: 'MPL-2.0' },
    'node_modules/f': { ...good, license: 'LGPL-3.0-or-later' },
    'node_modules/c': { version: '1.0.0', integrity: 'sha512-x' },
    'node_modules/d': { version: '1.0.0', license: 'MIT' },
    'node_modules/e': { ...good, license: 'MIT AND GPL-2.0-only', dev: true },
  };
  expect(findFaults({ packages }, { a: '^1.0.0', b: 'latest', c: '1.0.0' })).toEqual([
    'a: expected an exact version, got ^1.0.0',
    'b: expected an exact version, got latest',
    'a@1.0.0: licence GPL-3.0-only',
    'b@1.0.0: licence MPL-2.0',
    'f@1.0.0: licence LGPL-3.0-or-later',
    'c@1.0.0: licence not stated',
    'd@1.0.0: no integrity in package-lock.json',
    'e@1.0.0: licence MIT AND GPL-2.0-only',
  ]);
});

test('an audit reports its findings, none, or that the registry gave no advisories', () => {
  const via = [{ title: 'Prototype pollution' }, 'b'];
  const found = { auditReportVersion: 2, vulnerabilities: { a: { severity: 'high', range: '<2', via } } };
  expect(readAudit(JSON.stringify(found))).toEqual({
    isAudited: true,
    findings: ['a <2: high: Prototype pollution; b'],
  });
  expect(readAudit('{"auditReportVersion": 2, "vulnerabilities": {}}')).toEqual({
    isAudited: true,
    findings: [],
  });
  const refused = {
    message: '405 Method Not Allowed - POST https://registry.example/advisories',
    statusCode: 405,
  };
  expect(readAudit(JSON.stringify(refused))).toEqual({ isAudited: false, reason: '405 Method Not Allowed' });
  expect(readAudit('')).toEqual({ isAudited: false, reason: 'npm audit gave no report' });
});
