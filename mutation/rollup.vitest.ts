import { defineTests } from './define-tests.ts';

export default defineTests([
  'test/glue/{data-dictionary,rollups}.test.ts',
  'test/rollup/{answers,check-column-types,join-small-files,live-files,overtaken,publish-day}.test.ts',
  'test/rollup/{refresh-dimension,shards}.test.ts',
  'test/faults/versions.test.ts',
]);
