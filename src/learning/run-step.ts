import type { OnnxNode } from './onnx-document.ts';
import type { TensorValue } from './tensor-value.ts';

/** A step made ready: values in, in the order of the node's inputs; values out, in the order of its outputs. */
export type RunStep = (inputs: readonly TensorValue[]) => readonly TensorValue[];

/** Reads the settings of a node once and gives the step that it is; a fault where they make no sense. */
export type StepBuilder = (node: OnnxNode) => RunStep;
