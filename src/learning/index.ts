export { checkOnnx, type OnnxAccepted } from './check-onnx.ts';
export { type Reason, type RowExplainer, type RowExplanation, rowExplainer } from './explain-row.ts';
export { type ColumnImportance, contributionImportance, permutationImportance } from './importance.ts';
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
export type { ForeignColumn } from './onnx-inputs.ts';
export { ONNX_LIMITS, type OnnxLimits, type OnnxRefused } from './onnx-refusal.ts';
export { type DependencePoint, partialDependence } from './partial-dependence.ts';
export { type ForeignModel, readOnnx } from './read-onnx.ts';
export { type ModelScorer, modelScorer } from './score-model.ts';
export { type CurvePoint, type ShapeCurve, shapeCurves } from './shape-curve.ts';
export { type Typical, typicalOf } from './typical.ts';
export { type Change, type Lever, type WantedDecision, type WhatIf, type WhatIfLimits, whatIf } from './what-if.ts';
export { writeOnnx } from './write-onnx.ts';
