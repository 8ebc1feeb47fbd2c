import { defineTests } from './define-tests.ts';

export default defineTests(['test/lake/{keys,ledger,map-bounded,retry-transient}.test.ts']);
