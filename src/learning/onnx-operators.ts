import { ML_DOMAIN, type OnnxNode } from './onnx-document.ts';
import type { StepBuilder } from './run-step.ts';
import { ARITHMETIC_STEPS } from './steps-of-arithmetic.ts';
import { COLUMN_STEPS } from './steps-of-columns.ts';
import { MODEL_STEPS } from './steps-of-models.ts';
import { TENSOR_STEPS } from './steps-of-tensors.ts';

/**
 * Operators that are read, by domain. All compute a row's values of that row's values, end, and make no more of them than
 * their constants say; none repeats, branches, draws random numbers or touches files.
 */
const OPERATORS: ReadonlyMap<string, ReadonlyMap<string, StepBuilder>> = new Map([
  ['', new Map(Object.entries({ ...TENSOR_STEPS, ...ARITHMETIC_STEPS }))],
  [ML_DOMAIN, new Map(Object.entries({ ...COLUMN_STEPS, ...MODEL_STEPS }))],
]);

/** What makes the step of a node ready; undefined where its operator is not read. */
export function stepBuilder({ domain, operator }: OnnxNode): StepBuilder | undefined {
  return OPERATORS.get(domain)?.get(operator);
}
