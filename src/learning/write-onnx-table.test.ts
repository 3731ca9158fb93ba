import { describe, expect, it } from 'vitest';
import { decodeOnnx } from './decode-onnx.ts';
import { EXAMPLE_TARGETS, exampleModel } from './model-examples.ts';
import { ONNX_LIMITS } from './onnx-refusal.ts';
import { writeOnnx } from './write-onnx.ts';
import { writeOnnxForTables } from './write-onnx-table.ts';

// The scores are held against onnxruntime, through the stock MLflow client, in the contract suite.
describe('a model for programs that hand over columns', () => {
  it.each(EXAMPLE_TARGETS.map((target) => [target.kind, target] as const))(
    'has one value a row everywhere: %s',
    (_, target) => {
      const { inputs, outputs } = decodeOnnx(writeOnnxForTables(exampleModel(target, 'trees', 1, 10)), ONNX_LIMITS);
      for (const { dims } of [...inputs, ...outputs]) expect(dims).toEqual([null]);
      expect(outputs.map(({ name }) => name)).toEqual(
        target.kind === 'number' ? ['prediction'] : ['label', ...target.classes.map((name) => `probability_${name}`)],
      );
    },
  );

  it('asks for the same columns as the common form and computes the same steps', () => {
    const [target] = EXAMPLE_TARGETS;
    if (target === undefined) throw new Error('There is an example.');
    const model = exampleModel(target, 'trees', 2, 10);
    const common = decodeOnnx(writeOnnx(model), ONNX_LIMITS);
    const own = decodeOnnx(writeOnnxForTables(model), ONNX_LIMITS);
    expect(own.inputs.map(({ name, type }) => [name, type])).toEqual(
      common.inputs.map(({ name, type }) => [name, type]),
    );
    const steps = common.nodes.map(({ operator }) => operator);
    expect(own.nodes.map(({ operator }) => operator).filter((name) => !['Unsqueeze', 'Gather'].includes(name))).toEqual(
      steps,
    );
  });

  it('keeps a single column as lines of one value, which is how it is handed over then', () => {
    const single = exampleModel({ kind: 'number', name: 'cost' }, 'linear', 3, 0);
    const [input] = single.inputs;
    const feature = single.features.find(({ input: at, kind }) => at === 0 && kind === 'number');
    if (input === undefined || feature === undefined) throw new Error('The example begins with a number.');
    const model = {
      ...single,
      inputs: [input],
      features: [feature],
      body: { kind: 'linear', intercepts: [1], coefficients: [[2]] },
    } as const;
    expect(decodeOnnx(writeOnnxForTables(model), ONNX_LIMITS).inputs).toMatchObject([
      { name: input.name, dims: [null, 1] },
    ]);
  });
});
