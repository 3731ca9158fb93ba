import { type FamilySettings, fitModel } from './fit-model.ts';
import { type Fold, holdOut } from './folds.ts';
import type { Family, Model } from './model.ts';
import { type RandomNumbers, randomNumbers } from './random.ts';
import { rawByOutput } from './raw-by-output.ts';
import { selectRows, type TrainingTable } from './training-table.ts';

/** How the models of a check are fitted. */
export interface CheckRules {
  readonly settings: FamilySettings;
  readonly seed: number;
  readonly shouldStop: () => boolean;
}

/** A model with the rows that were kept from it and what it says of them. */
export interface HeldOut {
  readonly model: Model;
  readonly rows: Uint32Array;
  readonly kept: TrainingTable;
  readonly scores: readonly Float64Array[];
}

/** Share of the rows that a check keeps from its model: the latest where rows have times. */
export const KEPT_SHARE = 0.3;

/** Rows to learn from and to check on; the same seed keeps the same rows of the same table. */
export function splitOnce(table: TrainingTable, seed: number): Fold {
  const random: RandomNumbers = randomNumbers(seed);
  return holdOut(table, KEPT_SHARE, random);
}

/** Fits the family on one part and scores the other; null when told to stop. */
export function fitHeldOut(table: TrainingTable, family: Family, fold: Fold, rules: CheckRules): HeldOut | null {
  const fitted = fitModel(selectRows(table, fold.training), family, { ...rules, directions: [], rounds: null });
  if (fitted === null) return null;
  const kept = selectRows(table, fold.validation);
  return { model: fitted.model, rows: fold.validation, kept, scores: rawByOutput(fitted.model, kept.columns) };
}
