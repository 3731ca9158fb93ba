export { NOTABLE_DRIFT } from './column-drift.ts';
export { rowExplainer } from './explain-row.ts';
export { contributionImportance } from './importance.ts';
export type { AlikeRows, LeakSign } from './leak-signs.ts';
export type { MeasureKind } from './measured.ts';
export {
  type CategoryColumn,
  type Column,
  FAMILIES,
  type Family,
  type Model,
  type NumberColumn,
  type Target,
} from './model.ts';
export { type Money, moneyByThreshold } from './money.ts';
export type { Comparison, Opponent } from './opponents.ts';
export { partialDependence } from './partial-dependence.ts';
export { PROXY_SKILL } from './protected-proxies.ts';
export { readOnnx } from './read-onnx.ts';
export { logistic, modelScorer } from './score-model.ts';
export { type ShapeCurve, shapeCurves } from './shape-curve.ts';
export {
  checkSignal,
  SIGNAL_PHASES,
  type SignalCheck,
  type SignalFound,
  type SignalPhase,
  type SignalQuestion,
} from './signal-check.ts';
export { ruleScores, type SimpleRule, unknownLast } from './simple-rule.ts';
export {
  LEAST_ROWS,
  LEAST_ROWS_OF_A_CLASS,
  MOST_CLASSES,
  type NoTraining,
  type Trained,
  trainModel,
} from './train-model.ts';
export { selectRows, type TargetValues, type TrainingTable } from './training-table.ts';
export { namesRows } from './usable-columns.ts';
export { type Lever, whatIf } from './what-if.ts';
export { writeOnnx } from './write-onnx.ts';
export { writeOnnxForTables } from './write-onnx-table.ts';
