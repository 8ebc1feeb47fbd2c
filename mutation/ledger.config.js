import { definePart } from './part.js';

export default definePart('ledger', [
  'lambdas/lake/{keys,ledger,load-record,manifest,map-bounded,pending-invalidations,retry-transient,unload-object}.ts',
]);
