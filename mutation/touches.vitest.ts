import { defineTests } from './define-tests.ts';

export default defineTests(['test/rollup/{answers,pace,touch-messages}.test.ts']);
