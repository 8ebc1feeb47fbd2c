import { definePart } from './part.js';

export default definePart('questions', [
  'glue/{metrics,slices,view}.ts',
  'glue/metrics/{measures,period,selection,source}.ts',
  'bin/commands/{filters,metrics,options}.ts',
]);
