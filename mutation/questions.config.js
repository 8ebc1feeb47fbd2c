import { definePart } from './part.js';

export default definePart('questions', [
  'glue/{metrics,slices,view}.ts',
  'bin/commands/{metrics,options}.ts',
]);
