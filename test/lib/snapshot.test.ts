import { expect, it } from 'vitest';
import { synthesize } from './synthesize.ts';

/** What changes with every change of the functions' code, or means nothing to a reader. */
function mask(template: string): string {
  return template
    .replace(/[0-9a-f]{64}\.zip/g, '<hash>.zip')
    .replace(/Presto View: [A-Za-z0-9+/=]+/g, 'Presto View: <definition>');
}

it('synthesizes the template that it did before', async () => {
  const template = mask(JSON.stringify(synthesize().template.toJSON(), null, 2));
  await expect(template).toMatchFileSnapshot('__snapshots__/betlake-test.template.json.snap');
});
