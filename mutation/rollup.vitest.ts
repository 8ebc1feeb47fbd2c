import { defineTests } from './define-tests.ts';

export default defineTests([
  'test/glue/{data-dictionary,rollups}.test.ts',
  'test/rollup/{answers,check-column-types,join-small-files,look-at-days,overtaken,publish-day}.test.ts',
  'test/rollup/{roll-up-dimension,rollup-definition,shards}.test.ts',
  'test/faults/versions.test.ts',
]);
