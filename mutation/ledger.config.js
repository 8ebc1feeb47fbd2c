import { definePart } from './part.js';

export default definePart('ledger', {
  mutate: [
    'lambdas/lake/{keys,ledger,load-record,manifest,map-bounded,pending-touches,retry-transient,unload-object}.ts',
  ],
  testFiles: ['test/lake/{keys,ledger,map-bounded,retry-transient}.test.ts'],
});
