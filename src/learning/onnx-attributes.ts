import type { OnnxNode, OnnxTensor } from './onnx-document.ts';
import { OnnxFault } from './onnx-refusal.ts';

/** A whole number among the settings of a step, or what stands for it; a fault where it is of another kind. */
export function intSetting<Otherwise>(node: OnnxNode, name: string, otherwise: Otherwise): number | Otherwise {
  const attribute = node.attributes.get(name);
  if (attribute === undefined) return otherwise;
  if (attribute.kind !== 'int') throw wrongKind(node, name);
  return attribute.value;
}

/** A float number among the settings of a step, or what stands for it; a fault where it is of another kind. */
export function floatSetting<Otherwise>(node: OnnxNode, name: string, otherwise: Otherwise): number | Otherwise {
  const attribute = node.attributes.get(name);
  if (attribute === undefined) return otherwise;
  if (attribute.kind !== 'float') throw wrongKind(node, name);
  return attribute.value;
}

/** A text among the settings of a step, or what stands for it; a fault where it is of another kind. */
export function textSetting<Otherwise>(node: OnnxNode, name: string, otherwise: Otherwise): string | Otherwise {
  const attribute = node.attributes.get(name);
  if (attribute === undefined) return otherwise;
  if (attribute.kind !== 'text') throw wrongKind(node, name);
  return attribute.value;
}

/** A constant among the settings of a step, or what stands for it; a fault where it is of another kind. */
export function tensorSetting<Otherwise>(node: OnnxNode, name: string, otherwise: Otherwise): OnnxTensor | Otherwise {
  const attribute = node.attributes.get(name);
  if (attribute === undefined) return otherwise;
  if (attribute.kind !== 'tensor') throw wrongKind(node, name);
  return attribute.value;
}

/** A list of whole numbers among the settings of a step, null where it has none; a fault where it is of another kind. */
export function intsSetting(node: OnnxNode, name: string): readonly number[] | null {
  const attribute = node.attributes.get(name);
  if (attribute === undefined) return null;
  if (attribute.kind !== 'ints') throw wrongKind(node, name);
  return attribute.values;
}

/** A list of float numbers among the settings of a step, null where it has none; a fault where it is of another kind. */
export function floatsSetting(node: OnnxNode, name: string): readonly number[] | null {
  const attribute = node.attributes.get(name);
  if (attribute === undefined) return null;
  if (attribute.kind !== 'floats') throw wrongKind(node, name);
  return attribute.values;
}

/** A list of texts among the settings of a step, null where it has none; a fault where it is of another kind. */
export function textsSetting(node: OnnxNode, name: string): readonly string[] | null {
  const attribute = node.attributes.get(name);
  if (attribute === undefined) return null;
  if (attribute.kind !== 'texts') throw wrongKind(node, name);
  return attribute.values;
}

function wrongKind(node: OnnxNode, name: string): OnnxFault {
  return new OnnxFault(`The setting ${name} of ${node.operator} is of the wrong kind. Export the model again.`);
}
