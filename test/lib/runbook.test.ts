import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findResources, synthesize } from './synthesize.ts';

test('the runbook has an entry for every alarm, and none for another', () => {
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  const entries = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, name]) => name as string);
  const alarms = findResources(synthesize().template, 'AWS::CloudWatch::Alarm');
  const named = alarms.map(
    ([, { Properties }]) => /docs\/runbook\.md: (\w+)/.exec(String(Properties.AlarmDescription))?.[1],
  );
  expect(entries.sort()).toEqual(named.sort());
});
