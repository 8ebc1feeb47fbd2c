import { definePart } from './part.js';

export default definePart('questions', {
  mutate: ['glue/{metrics,slices,view}.ts', 'bin/commands/{metrics,options}.ts'],
  testFiles: [
    'test/bin/commands/*.test.ts',
    'test/bin/program.test.ts',
    'test/glue/{metrics,view-columns}.test.ts',
  ],
});
