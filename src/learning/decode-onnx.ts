import { decodeAttribute, decodeTensor } from './decode-onnx-values.ts';
import {
  ONNX_TYPES_BY_CODE,
  type OnnxAttribute,
  type OnnxDocument,
  type OnnxNode,
  type OnnxPort,
  type OnnxTensor,
  type OnnxType,
} from './onnx-document.ts';
import { OnnxFault, type OnnxLimits } from './onnx-refusal.ts';
import { fieldsOf, messageOf, textOf, type ValueBudget, type WireField } from './protobuf-reader.ts';

/**
 * The document in the bytes of an ONNX file. Whatever a scorer of tables has no use for and an attacker has (functions and
 * graphs inside, values kept in other files) is a fault as soon as it is met, and so is more of anything than the limits.
 */
export function decodeOnnx(bytes: Uint8Array, limits: OnnxLimits): OnnxDocument {
  let irVersion = 0;
  let producer = '';
  let graph: Graph | null = null;
  const operatorSets = new Map<string, number>();
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) irVersion = field.value;
    else if (field.number === 2) producer = textOf(field);
    else if (field.number === 7) {
      if (graph !== null) throw new OnnxFault('The file holds two models in one. Export it again.');
      graph = decodeGraph(field, limits);
    } else if (field.number === 8) addOperatorSet(field, operatorSets);
    else if (field.number === 20)
      throw new OnnxFault('The file says how to train, not only how to score. Export the model for scoring.');
    else if (field.number === 25) {
      throw new OnnxFault(
        'The file brings functions of its own, which are not run here. Export the model without local functions.',
      );
    }
  }
  if (graph === null) throw new OnnxFault('This is no ONNX file: it holds no model.');
  return { irVersion, producer, operatorSets, ...graph };
}

type Graph = Pick<OnnxDocument, 'nodes' | 'constants' | 'inputs' | 'outputs'>;

/** Domains of operator sets are few; so many are an attack. */
const MOST_OPERATOR_SETS = 32;

function addOperatorSet(field: WireField, sets: Map<string, number>): void {
  let domain = '';
  let version = 0;
  for (const { number, value, ...rest } of messageOf(field)) {
    if (number === 1) domain = textOf({ number, value, ...rest });
    else if (number === 2) version = value;
  }
  sets.set(domain === 'ai.onnx' ? '' : domain, version);
  if (sets.size > MOST_OPERATOR_SETS) throw new OnnxFault('The file names too many sets of operators.');
}

function decodeGraph(graph: WireField, limits: OnnxLimits): Graph {
  const budget: ValueBudget = { left: limits.values };
  const nodes: OnnxNode[] = [];
  const constants: OnnxTensor[] = [];
  const inputs: OnnxPort[] = [];
  const outputs: OnnxPort[] = [];
  let names = 0;
  for (const field of messageOf(graph)) {
    if (field.number === 1) {
      const node = decodeNode(field, budget, limits);
      nodes.push(node);
      names += node.inputs.length + node.outputs.length;
    } else if (field.number === 5) constants.push(decodeTensor(messageOf(field), budget));
    else if (field.number === 11) inputs.push(decodePort(field));
    else if (field.number === 12) outputs.push(decodePort(field));
    else if (field.number === 15)
      throw new OnnxFault('The file keeps constants in a sparse form, which is not read here.');
    if (nodes.length > limits.nodes) throw new OnnxFault(`The model has more than ${limits.nodes} steps.`);
    if (names + constants.length + inputs.length + outputs.length > limits.names) {
      throw new OnnxFault(`The model names more than ${limits.names} values.`);
    }
  }
  return { nodes, constants, inputs, outputs };
}

/** No operator that is read has more settings. */
const MOST_ATTRIBUTES = 64;

function decodeNode(field: WireField, budget: ValueBudget, limits: OnnxLimits): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  let operator = '';
  let domain = '';
  for (const part of messageOf(field)) {
    if (part.number === 1) inputs.push(textOf(part));
    else if (part.number === 2) outputs.push(textOf(part));
    else if (part.number === 4) operator = textOf(part);
    else if (part.number === 7) domain = textOf(part);
    else if (part.number === 5) {
      const { name, attribute } = decodeAttribute(messageOf(part), budget);
      if (attributes.has(name)) throw new OnnxFault(`A step states its setting ${name} twice.`);
      attributes.set(name, attribute);
    }
    if (attributes.size > MOST_ATTRIBUTES || inputs.length + outputs.length > limits.names) {
      throw new OnnxFault('A step of the model has too many settings or values.');
    }
  }
  return { operator, domain: domain === 'ai.onnx' ? '' : domain, inputs, outputs, attributes };
}

function decodePort(field: WireField): OnnxPort {
  let name = '';
  let type: OnnxType | null = null;
  let dims: (number | null)[] = [];
  for (const part of messageOf(field)) {
    if (part.number === 1) name = textOf(part);
    if (part.number !== 2) continue;
    for (const kind of messageOf(part)) {
      if (kind.number !== 1) continue;
      for (const detail of messageOf(kind)) {
        if (detail.number === 1) type = ONNX_TYPES_BY_CODE.get(detail.value) ?? null;
        else if (detail.number === 2) dims = decodeShape(detail);
      }
    }
  }
  return { name, type, dims };
}

/** Ranks above this are not those of tables. */
const MOST_DIMS = 8;

function decodeShape(field: WireField): (number | null)[] {
  const dims: (number | null)[] = [];
  for (const part of messageOf(field)) {
    if (part.number !== 1) continue;
    let size: number | null = null;
    for (const dim of messageOf(part)) if (dim.number === 1) size = dim.value;
    dims.push(size);
    if (dims.length > MOST_DIMS) throw new OnnxFault('A value of the model has too many dimensions.');
  }
  return dims;
}
