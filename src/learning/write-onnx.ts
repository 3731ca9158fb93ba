import { encodeOnnx } from './encode-onnx.ts';
import type { Feature, Model, ModelInput } from './model.ts';
import { ML_DOMAIN, type OnnxAttribute, type OnnxDocument, type OnnxNode, type OnnxPort } from './onnx-document.ts';
import { bodyNodes } from './write-onnx-body.ts';

/**
 * Writes a model as a standard ONNX file that any runtime scores: one input a column, `[rows, 1]` of float or text, where
 * NaN and the empty text mean a missing value; outputs `label` and `probabilities` (all classes), or `variable`, with a
 * line in front where a column has that name. ONNX 1.10 (operator set 15, ai.onnx.ml 3, IR version 8). The same model gives
 * the same bytes.
 *
 * @throws RangeError when the empty text is a level of its own, or two columns have one name: ONNX cannot tell them apart.
 */
export function writeOnnx(model: Model): Uint8Array {
  return encodeOnnx(onnxOf(model));
}

/** The ONNX document of a model, before it is bytes. Throws as `writeOnnx`. */
export function onnxOf(model: Model): OnnxDocument {
  const names = model.inputs.map(({ name }) => name);
  if (names.includes('') || new Set(names).size < names.length) {
    throw new RangeError('each column needs a name of its own in ONNX');
  }
  const free = freeNames(names);
  const nodes: OnnxNode[] = [];
  const made = model.features.map((feature, at) => featureNodes(model, feature, `feature_${at}`, free, nodes));
  const features = free('features');
  nodes.push(node('Concat', made, [features], { axis: { kind: 'int', value: 1 } }, ''));
  const { nodes: body, outputs } = bodyNodes(model, features, free);
  return {
    irVersion: 8,
    producer: 'throughline',
    operatorSets: new Map([
      ['', 15],
      [ML_DOMAIN, 3],
    ]),
    nodes: [...nodes, ...body],
    constants: [],
    inputs: model.inputs.map(inputPort),
    outputs,
  };
}

/** Names that no column has: the wanted one, with as many lines in front as that takes. */
export function freeNames(taken: readonly string[]): (wanted: string) => string {
  return (wanted) => {
    let name = wanted;
    while (taken.includes(name)) name = `_${name}`;
    return name;
  };
}

/** A node with its attributes. */
function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, OnnxAttribute>>,
  domain: string = ML_DOMAIN,
): OnnxNode {
  return { operator, domain, inputs, outputs, attributes: new Map(Object.entries(attributes)) };
}

function inputPort({ name, kind }: ModelInput): OnnxPort {
  return { name, type: kind === 'number' ? 'float' : 'text', dims: [null, 1] };
}

/** Adds the nodes that make a feature and returns the name of what they make. */
function featureNodes(
  model: Model,
  feature: Feature,
  wanted: string,
  free: (wanted: string) => string,
  nodes: OnnxNode[],
): string {
  const made = free(wanted);
  const input = model.inputs[feature.input];
  if (input === undefined) throw new RangeError(`the model has no input ${feature.input}`);
  if (feature.kind === 'levels') {
    nodes.push(encodeLevels(input.name, made, feature.levels, feature.values, feature));
    return made;
  }
  if (feature.kind === 'is-missing' && input.kind === 'category') {
    nodes.push(encodeLevels(input.name, made, [], [], { otherwise: 0, whenMissing: 1 }));
    return made;
  }
  if (feature.kind === 'is-missing') {
    const flag = free(`${wanted}_flag`);
    nodes.push(node('IsNaN', [input.name], [flag], {}, ''));
    nodes.push(node('Cast', [flag], [made], { to: { kind: 'int', value: 1 } }, ''));
    return made;
  }
  if (feature.whenMissing === null) return input.name;
  nodes.push(
    node('Imputer', [input.name], [made], {
      imputed_value_floats: { kind: 'floats', values: [feature.whenMissing] },
      replaced_value_float: { kind: 'float', value: Number.NaN },
    }),
  );
  return made;
}

function encodeLevels(
  input: string,
  made: string,
  levels: readonly string[],
  values: readonly number[],
  others: { readonly otherwise: number; readonly whenMissing: number },
): OnnxNode {
  if (levels.includes('')) throw new RangeError(`the empty text is a level of ${input}: in ONNX it means missing`);
  return node('LabelEncoder', [input], [made], {
    keys_strings: { kind: 'texts', values: ['', ...levels] },
    values_floats: {
      kind: 'floats',
      values: [others.whenMissing, ...levels.map((_, at) => values[at] ?? others.otherwise)],
    },
    default_float: { kind: 'float', value: others.otherwise },
  });
}
