import { describe, expect, it } from 'vitest';
import { checkOnnx } from './check-onnx.ts';
import { encodeOnnx } from './encode-onnx.ts';
import { exampleModel } from './model-examples.ts';
import { ML_DOMAIN, type OnnxAttribute, type OnnxDocument, type OnnxNode, type OnnxTensor } from './onnx-document.ts';
import { ONNX_LIMITS } from './onnx-refusal.ts';
import { field, join } from './protobuf-writer.ts';
import { readOnnx } from './read-onnx.ts';
import { writeOnnx } from './write-onnx.ts';

const sound = writeOnnx(exampleModel({ kind: 'binary', name: 'left', classes: ['no', 'yes'] }, 'trees', 1, 3));

function reasonOf(bytes: Uint8Array, limits = ONNX_LIMITS): string {
  const read = readOnnx(bytes, limits);
  return read.kind === 'refused' ? read.reason : 'read';
}

function node(
  operator: string,
  inputs: string[],
  outputs: string[],
  attributes: Record<string, OnnxAttribute> = {},
  domain = '',
): OnnxNode {
  return { operator, domain, inputs, outputs, attributes: new Map(Object.entries(attributes)) };
}

function documentOf(
  nodes: readonly OnnxNode[],
  constants: readonly OnnxTensor[] = [],
  columns: number | null = 3,
): OnnxDocument {
  return {
    irVersion: 8,
    producer: 'test',
    operatorSets: new Map([
      ['', 15],
      [ML_DOMAIN, 3],
    ]),
    nodes,
    constants,
    inputs: [{ name: 'X', type: 'float', dims: [null, columns] }],
    outputs: [{ name: 'Y', type: 'float', dims: [null, 1] }],
  };
}

const ints = (...values: number[]): OnnxAttribute => ({ kind: 'ints', values });
const floats = (...values: number[]): OnnxAttribute => ({ kind: 'floats', values });
const texts = (...values: string[]): OnnxAttribute => ({ kind: 'texts', values });

/** A regressor of one tree: a question and two leaves, with what a test changes. */
function tree(changed: Record<string, OnnxAttribute> = {}): Uint8Array {
  const attributes = {
    n_targets: { kind: 'int', value: 1 } as const,
    nodes_treeids: ints(0, 0, 0),
    nodes_nodeids: ints(0, 1, 2),
    nodes_featureids: ints(2, 0, 0),
    nodes_values: floats(0.5, 0, 0),
    nodes_modes: texts('BRANCH_LEQ', 'LEAF', 'LEAF'),
    nodes_truenodeids: ints(1, 0, 0),
    nodes_falsenodeids: ints(2, 0, 0),
    nodes_missing_value_tracks_true: ints(0, 0, 0),
    target_treeids: ints(0, 0),
    target_nodeids: ints(1, 2),
    target_ids: ints(0, 0),
    target_weights: floats(1, 2),
    ...changed,
  };
  return encodeOnnx(documentOf([node('TreeEnsembleRegressor', ['X'], ['Y'], attributes, ML_DOMAIN)]));
}

/** A model message whose graph has the fields given, beside a sound operator set. */
function modelOf(...graph: Uint8Array[]): Uint8Array {
  return join([field.int(1, 8), field.message(7, graph), field.message(8, [field.text(1, ''), field.int(2, 15)])]);
}

describe('the check in front of ONNX files', () => {
  it('lets a sound file through', () => {
    expect(checkOnnx(sound).kind).toBe('accepted');
    expect(reasonOf(tree())).toBe('read');
  });

  it('refuses what is no ONNX file', () => {
    expect(reasonOf(new Uint8Array(0))).toContain('no ONNX file');
    expect(reasonOf(new TextEncoder().encode('PK a spreadsheet, or so'))).not.toBe('read');
    expect(reasonOf(new Uint8Array(5000))).toContain('cut off or damaged');
  });

  it('refuses a file that is cut off anywhere, and reads no further than its bytes', () => {
    for (let length = 0; length < sound.length; length += 7)
      expect(reasonOf(sound.subarray(0, length))).not.toBe('read');
  });

  it('never falls over a file with a byte changed: it reads or refuses', () => {
    for (let at = 0; at < sound.length; at += 3) {
      const changed = Uint8Array.from(sound);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      expect(['read', 'refused']).toContain(readOnnx(changed).kind);
    }
  });

  it('refuses a number that goes on without an end, and one that no machine keeps exactly', () => {
    expect(reasonOf(join([Uint8Array.of(8), new Uint8Array(4000).fill(255)]))).toContain('cut off or damaged');
    expect(reasonOf(join([Uint8Array.of(8), new Uint8Array(8).fill(255), Uint8Array.of(127)]))).toContain('too large');
  });

  it('refuses a length that points behind the end', () => {
    expect(reasonOf(Uint8Array.of(0x3a, 255, 255, 255, 255, 15))).toContain('cut off or damaged');
  });

  it('refuses constants in other files, wherever they are named', () => {
    const external = [
      field.text(8, 'W'),
      field.ints(1, [1]),
      field.int(2, 1),
      field.message(13, [field.text(1, 'location'), field.text(2, '../secret')]),
      field.int(14, 1),
    ];
    expect(reasonOf(modelOf(field.message(5, external)))).toContain('in another file');
    const constant = field.message(1, [
      field.text(2, 'Y'),
      field.text(4, 'Constant'),
      field.message(5, [field.text(1, 'value'), field.message(5, external)]),
    ]);
    expect(reasonOf(modelOf(constant))).toContain('in another file');
  });

  it('refuses loops and branches, which hold graphs', () => {
    const loop = field.message(1, [
      field.text(4, 'Loop'),
      field.message(5, [field.text(1, 'body'), field.message(6, [])]),
    ]);
    expect(reasonOf(modelOf(loop))).toContain('holds models inside');
    expect(reasonOf(encodeOnnx(documentOf([node('Loop', ['X'], ['Y'])])))).toContain('uses Loop');
  });

  it('refuses functions of its own, and training', () => {
    expect(reasonOf(join([sound, field.message(25, [])]))).toContain('functions of its own');
    expect(reasonOf(join([sound, field.message(20, [])]))).toContain('how to train');
  });

  it('refuses operators that are not on the list, in any domain, and shows no more of their name than can be shown', () => {
    expect(reasonOf(encodeOnnx(documentOf([node('ConstantOfShape', ['X'], ['Y'])])))).toContain('uses ConstantOfShape');
    expect(reasonOf(encodeOnnx(documentOf([node('Add', ['X', 'X'], ['Y'], {}, 'com.example')])))).toContain(
      'uses com.example.Add',
    );
    const strange = reasonOf(encodeOnnx(documentOf([node(`<b>${'x'.repeat(500)}`, ['X'], ['Y'])])));
    expect(strange).toContain('?b?');
    expect(strange.length).toBeLessThan(300);
    expect(reasonOf(encodeOnnx(documentOf([node('constructor', ['X'], ['Y'])])))).toContain('uses constructor');
  });

  it('refuses versions of operators that are not known', () => {
    const newer = { ...documentOf([node('Identity', ['X'], ['Y'])]), operatorSets: new Map([['', 999]]) };
    expect(reasonOf(encodeOnnx(newer))).toContain('version of ONNX that is not read here');
  });

  it('refuses more bytes, steps, names or values than the limits', () => {
    expect(reasonOf(sound, { ...ONNX_LIMITS, bytes: 100 })).toContain('larger than');
    expect(reasonOf(sound, { ...ONNX_LIMITS, nodes: 3 })).toContain('more than 3 steps');
    expect(reasonOf(sound, { ...ONNX_LIMITS, names: 4 })).toContain('names more than 4 values');
    expect(reasonOf(sound, { ...ONNX_LIMITS, values: 50 })).toContain('more numbers');
  });

  it('refuses a value used before it is made, made twice, or never made', () => {
    const circle = [node('Identity', ['B'], ['A']), node('Identity', ['A'], ['B']), node('Identity', ['B'], ['Y'])];
    expect(reasonOf(encodeOnnx(documentOf(circle)))).toContain('before any step makes it');
    expect(
      reasonOf(encodeOnnx(documentOf([node('Identity', ['X'], ['X']), node('Identity', ['X'], ['Y'])]))),
    ).toContain('same name');
    expect(reasonOf(encodeOnnx(documentOf([node('Identity', ['X'], ['Z'])])))).toContain('promises a result');
  });

  it('refuses a step that doubles its values again and again', () => {
    const doubling = Array.from({ length: 60 }, (_, at) =>
      node('Concat', [at === 0 ? 'X' : `X${at}`, at === 0 ? 'X' : `X${at}`], [`X${at + 1}`], {
        axis: { kind: 'int', value: 1 },
      }),
    );
    expect(reasonOf(encodeOnnx(documentOf([...doubling, node('Identity', ['X60'], ['Y'])])))).toContain(
      'makes more values',
    );
  });

  it('refuses many steps that read one large constant', () => {
    const large: OnnxTensor = {
      name: 'W',
      type: 'float',
      dims: [300, 300],
      numbers: new Float64Array(90_000),
      texts: [],
    };
    const reading = Array.from({ length: 300 }, (_, at) =>
      node('MatMul', [at === 0 ? 'X' : `X${at}`, 'W'], [`X${at + 1}`]),
    );
    expect(reasonOf(encodeOnnx(documentOf([...reading, node('Identity', ['X300'], ['Y'])], [large], 300)))).toContain(
      'more work for each row',
    );
  });

  it('refuses a constant whose values do not fill its shape', () => {
    const hollow = [
      field.text(8, 'W'),
      field.ints(1, [1_000_000, 1_000_000]),
      field.int(2, 1),
      field.bytes(9, new Uint8Array(8)),
    ];
    expect(reasonOf(modelOf(field.message(5, hollow)))).toContain('as its shape says');
  });

  it('refuses an input without a stated number of columns', () => {
    expect(reasonOf(encodeOnnx(documentOf([node('Identity', ['X'], ['Y'])], [], null)))).toContain(
      'stated number of columns',
    );
  });

  it('refuses a step that would mix rows', () => {
    const mixed = node('Softmax', ['X'], ['Y'], { axis: { kind: 'int', value: 0 } });
    expect(reasonOf(encodeOnnx(documentOf([mixed])))).toContain('compares rows');
  });
});

describe('trees in ONNX files', () => {
  it.each([
    [
      'a node that is its own ancestor',
      {
        nodes_modes: texts('BRANCH_LEQ', 'BRANCH_LEQ', 'LEAF'),
        target_treeids: ints(0),
        target_nodeids: ints(2),
        target_ids: ints(0),
        target_weights: floats(1),
      },
      'in two ways',
    ],
    ['a node that both branches lead to', { nodes_falsenodeids: ints(1, 0, 0) }, 'in two ways'],
    ['a branch that leads nowhere', { nodes_truenodeids: ints(7, 0, 0) }, 'leads nowhere'],
    ['a branch to a negative node', { nodes_truenodeids: ints(-1, 0, 0) }, 'impossible number'],
    ['a node that appears twice', { nodes_nodeids: ints(0, 1, 1) }, 'appears twice'],
    ['lists of different length', { nodes_values: floats(0.5, 0) }, 'differ in length'],
    ['a column that is not there', { nodes_featureids: ints(3, 0, 0) }, 'column that is not there'],
    ['a negative column', { nodes_featureids: ints(-2, 0, 0) }, 'column that is not there'],
    ['a class that is not there', { target_ids: ints(0, 5) }, 'class that is not there'],
    ['a score at a branch', { target_nodeids: ints(0, 2) }, 'belongs to no leaf'],
    ['a leaf without a number', { target_weights: floats(1, Number.NaN) }, 'leaf has no number'],
    ['a question of an unknown kind', { nodes_modes: texts('BRANCH_MAYBE', 'LEAF', 'LEAF') }, 'kind of question'],
    ['a number of results beyond all bounds', { n_targets: { kind: 'int', value: 2 ** 40 } as const }, 'more values'],
  ])('refuses %s', (_, changed, reason) => {
    expect(reasonOf(tree(changed))).toContain(reason);
  });

  it('reads a tree as deep as a list without running out of stack', () => {
    const depth = 50_000;
    const list = (of: (at: number) => number): number[] => Array.from({ length: 2 * depth + 1 }, (_, at) => of(at));
    const chain = tree({
      nodes_treeids: ints(...list(() => 0)),
      nodes_nodeids: ints(...list((at) => at)),
      nodes_featureids: ints(...list(() => 0)),
      nodes_values: floats(...list((at) => at)),
      nodes_modes: texts(...list((at) => at).map((at) => (at < depth ? 'BRANCH_LEQ' : 'LEAF'))),
      nodes_truenodeids: ints(...list((at) => (at < depth ? depth + 1 + at : 0))),
      nodes_falsenodeids: ints(...list((at) => (at < depth ? at + 1 : 0))),
      nodes_missing_value_tracks_true: ints(...list(() => 0)),
      target_treeids: ints(0),
      target_nodeids: ints(depth),
      target_ids: ints(0),
      target_weights: floats(1),
    });
    expect(reasonOf(chain)).toBe('read');
  });
});
