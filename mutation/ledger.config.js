import { definePart } from './part.js';

export default definePart('ledger', {
  mutate: [
    'lambdas/convert/{load-object,handle-landing-message,record-unsupported-key}.ts',
    'lambdas/lake/{errors,keys,ledger,load-record,manifest,map-bounded,pending-touches,retry-transient,unload-object}.ts',
  ],
  testFiles: [
    'test/convert/{readable-ledger,unload-object}.test.ts',
    'test/faults/{deliveries,odd-keys,outages,versions}.test.ts',
    'test/lake/s3-store.test.ts',
  ],
});
