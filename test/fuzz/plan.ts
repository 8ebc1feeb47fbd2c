/** What a run of the tier does, from the options of `npm run test:fuzz`. */
export interface FuzzPlan {
  /** Lines of each data set. */
  readonly runs: number;
  readonly seed: number;
}

export function readPlan(): FuzzPlan {
  const { BETLAKE_FUZZ_RUNS = '2000', BETLAKE_FUZZ_SEED = '1' } = process.env;
  const plan = { runs: Number(BETLAKE_FUZZ_RUNS), seed: Number(BETLAKE_FUZZ_SEED) };
  if (!Number.isSafeInteger(plan.runs) || plan.runs < 1 || !Number.isSafeInteger(plan.seed)) {
    throw new Error(`expected whole numbers, got --runs ${BETLAKE_FUZZ_RUNS} --seed ${BETLAKE_FUZZ_SEED}`);
  }
  return plan;
}
