import {
  ONNX_ATTRIBUTE_CODES,
  ONNX_TYPES_BY_CODE,
  type OnnxAttribute,
  type OnnxDocument,
  type OnnxNode,
  type OnnxPort,
  type OnnxTensor,
  type OnnxType,
} from './onnx-document.ts';
import { field, floatBytes, join } from './protobuf-writer.ts';

/** The bytes of an ONNX file. The same document gives the same bytes. */
export function encodeOnnx(document: OnnxDocument): Uint8Array {
  const graph = [
    ...document.nodes.map((node) => field.message(1, nodeFields(node))),
    field.text(2, 'model'),
    ...document.constants.map((constant) => field.message(5, tensorFields(constant))),
    ...document.inputs.map((port) => field.message(11, portFields(port))),
    ...document.outputs.map((port) => field.message(12, portFields(port))),
  ];
  return join([
    field.int(1, document.irVersion),
    field.text(2, document.producer),
    field.message(7, graph),
    ...[...document.operatorSets].map(([domain, version]) =>
      field.message(8, [field.text(1, domain), field.int(2, version)]),
    ),
  ]);
}

function nodeFields(node: OnnxNode): Uint8Array[] {
  return [
    ...node.inputs.map((name) => field.text(1, name)),
    ...node.outputs.map((name) => field.text(2, name)),
    // Names of nodes must differ; the first output of a node does.
    field.text(3, node.outputs[0] ?? ''),
    field.text(4, node.operator),
    ...[...node.attributes].map(([name, attribute]) =>
      field.message(5, [
        field.text(1, name),
        attributeField(attribute),
        field.int(20, ONNX_ATTRIBUTE_CODES[attribute.kind]),
      ]),
    ),
    field.text(7, node.domain),
  ];
}

function attributeField(attribute: OnnxAttribute): Uint8Array {
  switch (attribute.kind) {
    case 'float':
      return field.float(2, attribute.value);
    case 'int':
      return field.int(3, attribute.value);
    case 'text':
      return field.text(4, attribute.value);
    case 'tensor':
      return field.message(5, tensorFields(attribute.value));
    case 'floats':
      return field.floats(7, attribute.values);
    case 'ints':
      return field.ints(8, attribute.values);
    case 'texts':
      return join(attribute.values.map((text) => field.text(9, text)));
  }
}

function tensorFields({ name, type, dims, numbers, texts }: OnnxTensor): Uint8Array[] {
  return [
    field.ints(1, dims),
    field.int(2, typeCode(type)),
    ...texts.map((text) => field.text(6, text)),
    field.text(8, name),
    ...(type === 'text' ? [] : [field.bytes(9, rawNumbers(type, numbers))]),
  ];
}

function rawNumbers(type: Exclude<OnnxTensor['type'], 'text'>, numbers: Float64Array): Uint8Array {
  if (type === 'float') return floatBytes([...numbers]);
  if (type === 'bool') return Uint8Array.from(numbers);
  if (type === 'int32') return bytesOf(numbers, 4, (view, at, value) => view.setInt32(at, value, true));
  if (type === 'int64') return bytesOf(numbers, 8, (view, at, value) => view.setBigInt64(at, BigInt(value), true));
  return bytesOf(numbers, 8, (view, at, value) => view.setFloat64(at, value, true));
}

function bytesOf(
  numbers: Float64Array,
  size: number,
  put: (view: DataView, at: number, value: number) => void,
): Uint8Array {
  const bytes = new Uint8Array(numbers.length * size);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of numbers.entries()) put(view, at * size, value);
  return bytes;
}

function portFields({ name, type, dims }: OnnxPort): Uint8Array[] {
  if (type === null) throw new RangeError(`${name} is no plain tensor`);
  const shape = dims.map((size) => field.message(1, [size === null ? field.text(2, 'rows') : field.int(1, size)]));
  const tensorType = [field.int(1, typeCode(type)), field.message(2, shape)];
  return [field.text(1, name), field.message(2, [field.message(1, tensorType)])];
}

function typeCode(type: OnnxType): number {
  for (const [code, known] of ONNX_TYPES_BY_CODE) if (known === type) return code;
  throw new RangeError(`${type} has no code`);
}
