export { averagePrecision } from './average-precision.ts';
export { checkOnnx, type OnnxAccepted } from './check-onnx.ts';
export { chooseFamily, type FamilyChoice, type FamilyPrice } from './choose-family.ts';
export { NOTABLE_DRIFT } from './column-drift.ts';
export type { CrossValidated } from './cross-validate.ts';
export { type Reason, type RowExplainer, type RowExplanation, rowExplainer } from './explain-row.ts';
export { DEFAULT_SETTINGS, type FamilySettings, type TreeSettings } from './fit-model.ts';
export { type ColumnImportance, contributionImportance, permutationImportance } from './importance.ts';
export type { AlikeRows, LeakSign } from './leak-signs.ts';
export type { MeasureKind } from './measured.ts';
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
export type { ForeignColumn } from './onnx-inputs.ts';
export { ONNX_LIMITS, type OnnxLimits, type OnnxRefused } from './onnx-refusal.ts';
export type { ComparedBy, Comparison, Opponent, SimpleRule } from './opponents.ts';
export { type DependencePoint, partialDependence } from './partial-dependence.ts';
export { PROXY_SKILL } from './protected-proxies.ts';
export { type BinaryQuality, type NumberQuality, type Quality, qualityOf } from './quality.ts';
export type { ClassesQuality, ClassQuality } from './quality-of-classes.ts';
export { type ForeignModel, readOnnx } from './read-onnx.ts';
export { type ModelScorer, modelScorer } from './score-model.ts';
export { type CurvePoint, type ShapeCurve, shapeCurves } from './shape-curve.ts';
export {
  checkSignal,
  SIGNAL_PHASES,
  type SignalCheck,
  type SignalFound,
  type SignalPhase,
  type SignalQuestion,
} from './signal-check.ts';
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
export { type Typical, typicalOf } from './typical.ts';
export { type Change, type Lever, type WantedDecision, type WhatIf, type WhatIfLimits, whatIf } from './what-if.ts';
export { writeOnnx } from './write-onnx.ts';
