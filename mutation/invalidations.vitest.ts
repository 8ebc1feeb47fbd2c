import { defineTests } from './define-tests.ts';

export default defineTests(['test/rollup/{invalidations,definition}.test.ts']);
