import type { ClaimJudgement } from './judgement.schema.ts';
import type { ScoredModel } from './scored-model.ts';
import type { ColumnsByName } from './segment.ts';

/** What a model is judged on: rows of a table, what it foresees for them, and what came true. */
export interface JudgedRows {
  readonly columns: ColumnsByName;
  /** Rows of the columns. */
  readonly tableRows: number;
  readonly model: ScoredModel;
  /** Whether a chance is foreseen (0 to 1), and not an amount. */
  readonly isShare: boolean;
  /** Rows of the columns for which there is a prediction, in the order of `predictions` and `truth`. */
  readonly places: Uint32Array;
  readonly predictions: Float64Array;
  /** 1 with the outcome and 0 without, or the amount; NaN where it is not known. */
  readonly truth: Float64Array;
  readonly seen: ClaimJudgement['seen'];
}
