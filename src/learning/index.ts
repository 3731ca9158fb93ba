export { averagePrecision } from './average-precision.ts';
export { chooseFamily, type FamilyChoice, type FamilyPrice } from './choose-family.ts';
export type { CrossValidated } from './cross-validate.ts';
export { DEFAULT_SETTINGS, type FamilySettings, type TreeSettings } from './fit-model.ts';
export {
  type CategoryColumn,
  type Column,
  FAMILIES,
  type Family,
  type Feature,
  type Model,
  type ModelBody,
  type ModelInput,
  type NumberColumn,
  type Target,
  type Tree,
} from './model.ts';
export { type Money, type MoneyPoint, type MoneyTerms, moneyByThreshold, type PredictedUnits } from './money.ts';
export { type BinaryQuality, type NumberQuality, type Quality, qualityOf } from './quality.ts';
export type { ClassesQuality, ClassQuality } from './quality-of-classes.ts';
export { type ModelScorer, modelScorer } from './score-model.ts';
export {
  LEAST_ROWS,
  LEAST_ROWS_OF_A_CLASS,
  MOST_CLASSES,
  type NoTraining,
  type Trained,
  type Training,
  type TrainingOptions,
  trainModel,
} from './train-model.ts';
export { selectRows, type TargetValues, type TrainingTable } from './training-table.ts';
export type { MonotoneColumn } from './tree-features.ts';
