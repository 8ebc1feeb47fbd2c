import { definePart } from './part.js';

export default definePart('touches', [
  'lambdas/rollup/{answer-bets,answer-dimension,answer-in-pace,handle-touch-messages,pace}.ts',
  'lambdas/rollup/{rollup-batch,touch-context}.ts',
]);
