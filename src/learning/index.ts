export { checkOnnx, type OnnxAccepted } from './check-onnx.ts';
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
export { type ForeignModel, readOnnx } from './read-onnx.ts';
export { type ModelScorer, modelScorer } from './score-model.ts';
export { writeOnnx } from './write-onnx.ts';
