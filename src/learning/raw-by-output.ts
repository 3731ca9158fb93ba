import type { Column, Model } from './model.ts';
import { modelScorer } from './score-model.ts';

/** The raw scores of rows as training keeps them: one list an output. */
export function rawByOutput(model: Model, columns: readonly Column[]): Float64Array[] {
  const scorer = modelScorer(model);
  const raw = scorer.raw(columns);
  return Array.from({ length: scorer.outputs }, (_, output) => {
    const own = new Float64Array(raw.length / scorer.outputs);
    for (let row = 0; row < own.length; row++) own[row] = raw[row * scorer.outputs + output] as number;
    return own;
  });
}
