import { definePart } from './part.js';

export default definePart('loads', [
  'lambdas/convert/{load-object,handle-landing-message,record-unsupported-key}.ts',
]);
