import { definePart } from './part.js';

export default definePart('questions', [
  'glue/{metrics,slices,view}.ts',
  'bin/commands/{filters,metrics,options}.ts',
]);
