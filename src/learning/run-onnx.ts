import type { OnnxDocument } from './onnx-document.ts';
import { stepBuilder } from './onnx-operators.ts';
import { OnnxFault, type OnnxLimits } from './onnx-refusal.ts';
import { constantValue, type TensorValue } from './tensor-value.ts';

/** Runs all steps for some rows: values of the inputs in, every value by its name out. */
export type RunSteps = (inputs: ReadonlyMap<string, TensorValue>, rows: number) => ReadonlyMap<string, TensorValue>;

/** Makes the steps of a checked document ready; a fault where the settings of a step make no sense. */
export function prepareSteps({ nodes, constants }: OnnxDocument, limits: OnnxLimits): RunSteps {
  const fixed = new Map(constants.map((constant) => [constant.name, constantValue(constant)]));
  const steps = nodes.map((node) => {
    const build = stepBuilder(node);
    if (build === undefined) throw new OnnxFault(`The model uses ${node.operator}, which is not run here.`);
    return { node, run: build(node) };
  });
  return (inputs, rows) => {
    const values = new Map<string, TensorValue>([...fixed, ...inputs]);
    for (const { node, run } of steps) {
      const made = run(node.inputs.map((name) => valueNamed(values, name)));
      for (const [at, name] of node.outputs.entries()) {
        const value = made[at];
        if (value === undefined)
          throw new OnnxFault(`${node.operator} of the model promises more results than it has.`);
        if (node.inputs.length > 0 && value.data.length > rows * limits.width)
          throw new OnnxFault('A step of the model makes more values for a row than are kept here.');
        values.set(name, value);
      }
    }
    return values;
  };
}

function valueNamed(values: ReadonlyMap<string, TensorValue>, name: string): TensorValue {
  const value = values.get(name);
  if (value === undefined) throw new OnnxFault('A step of the model misses a value.');
  return value;
}
