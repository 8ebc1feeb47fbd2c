import { definePart } from './part.js';

export default definePart('loads', {
  mutate: ['lambdas/convert/{load-object,handle-landing-message,record-unsupported-key}.ts'],
  testFiles: [
    'test/convert/{load-object,logs,unload-object}.test.ts',
    'test/faults/{deliveries,versions}.test.ts',
  ],
});
