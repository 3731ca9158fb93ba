import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Column } from './model.ts';
import { EXAMPLE_TARGETS, exampleColumns, exampleModel } from './model-examples.ts';
import { type ForeignModel, readOnnx } from './read-onnx.ts';
import { modelScorer } from './score-model.ts';
import { writeOnnx } from './write-onnx.ts';

const Vectors = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      onnx: z.base64(),
      scores: z.array(z.number()),
      columns: z.array(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('number'), name: z.string(), values: z.array(z.number().nullable()) }),
          z.object({ kind: z.literal('category'), name: z.string(), values: z.array(z.string()) }),
        ]),
      ),
    }),
  ),
});

/** Files and scores of the libraries' own making; `test/contract/onnx/foreign_models.py` writes them. */
const { cases } = Vectors.parse(
  JSON.parse(readFileSync(new URL('../../test/vectors/onnx/foreign-models.json', import.meta.url), 'utf8')),
);
type Given = (typeof cases)[number]['columns'][number];

function columnOf(given: Given): Column {
  if (given.kind === 'number') {
    return {
      kind: 'number',
      name: given.name,
      values: Float32Array.from(given.values, (value) => value ?? Number.NaN),
    };
  }
  const levels = [...new Set(given.values)];
  return {
    kind: 'category',
    name: given.name,
    levels,
    codes: Int32Array.from(given.values, (value) => levels.indexOf(value)),
  };
}

function read(bytes: Uint8Array): ForeignModel {
  const model = readOnnx(bytes);
  if (model.kind === 'refused') throw new Error(model.reason);
  return model;
}

function furthest(own: Float64Array, others: readonly number[]): number {
  expect(own).toHaveLength(others.length);
  return others.reduce(
    (most, score, at) => Math.max(most, Math.abs((own[at] ?? Number.NaN) - score) / Math.max(1, Math.abs(score))),
    0,
  );
}

describe('reading models of other libraries', () => {
  it.each(cases)('scores $name as onnxruntime does', ({ onnx, columns, scores }) => {
    const model = read(Uint8Array.from(Buffer.from(onnx, 'base64')));
    expect(model.columns.map(({ name }) => name)).toEqual(columns.map(({ name }) => name));
    expect(furthest(model.score(columns.map(columnOf)), scores)).toBeLessThan(1e-6);
  });

  it('keeps the classes of a classifier, and has none for a number', () => {
    const classes = cases.map(({ name, onnx }) => [name, read(Uint8Array.from(Buffer.from(onnx, 'base64'))).classes]);
    expect(Object.fromEntries(classes)).toEqual({
      'sklearn-logistic-one-hot': ['0', '1'],
      'sklearn-forest-of-three-ordinal': ['large', 'medium', 'small'],
      'sklearn-ridge-by-row': null,
      xgboost: ['0', '1'],
      'lightgbm-of-numbers': null,
      'ensemble-BRANCH_EQ': ['0', '1', '2'],
    });
  });

  it('scores a row the same alone and among more rows than go through at once', () => {
    const model = read(writeOnnx(exampleModel({ kind: 'number', name: 'fee' }, 'trees', 3)));
    const many = exampleColumns(600, 8);
    const alone = many.map(
      (column): Column =>
        column.kind === 'number'
          ? { ...column, values: column.values.slice(599) }
          : { ...column, codes: column.codes.slice(599) },
    );
    expect(model.score(alone)[0]).toBe(model.score(many)[599]);
  });

  it('says which column it cannot be given', () => {
    const model = read(writeOnnx(exampleModel({ kind: 'number', name: 'fee' }, 'trees', 3)));
    expect(() => model.score(exampleColumns(3, 1).slice(0, 2))).toThrow(RangeError);
    expect(() => model.score(exampleColumns(3, 1).toReversed())).toThrow('the model asks for numbers in plan');
  });
});

describe('writing and reading back', () => {
  it.each(
    EXAMPLE_TARGETS.flatMap((target) =>
      (['trees', 'linear'] as const).map((body) => ({ target, body, kind: target.kind })),
    ),
  )('a model of $kind with $body scores what it scored before it was written', ({ target, body }) => {
    const model = exampleModel(target, body, 11);
    const columns = exampleColumns(400, 12);
    const expected = modelScorer(model).predictions(columns);
    const again = read(writeOnnx(model));
    const scores = again.score(columns);
    const told = target.kind === 'binary' ? scores.filter((_, at) => at % 2 === 1) : scores;
    expect(furthest(told, [...expected])).toBeLessThan(1e-6);
    expect(again.classes).toEqual(target.kind === 'number' ? null : target.classes);
    expect(again.columns).toEqual(model.inputs);
  });

  it('gives the same bytes each time', () => {
    const model = exampleModel({ kind: 'number', name: 'fee' }, 'trees', 3);
    expect(writeOnnx(model)).toEqual(writeOnnx(structuredClone(model)));
  });

  it('keeps columns apart from its own names, even one named label', () => {
    const model = exampleModel({ kind: 'binary', name: 'left', classes: ['no', 'yes'] }, 'trees', 3);
    const renamed = {
      ...model,
      inputs: model.inputs.map((input, at) =>
        at === 0 ? { ...input, name: 'label' } : { ...input, name: `feature_${at}` },
      ),
    };
    const columns = exampleColumns(50, 2).map((column, at) => ({
      ...column,
      name: at === 0 ? 'label' : `feature_${at}`,
    }));
    const scores = read(writeOnnx(renamed)).score(columns);
    expect(
      furthest(
        scores.filter((_, at) => at % 2 === 1),
        [...modelScorer(renamed).predictions(columns)],
      ),
    ).toBeLessThan(1e-6);
  });

  it('writes a model without trees, which says its base to everybody', () => {
    const model = exampleModel({ kind: 'number', name: 'fee' }, 'trees', 3, 0);
    const base = model.body.kind === 'trees' ? model.body.base : [];
    expect([...read(writeOnnx(model)).score(exampleColumns(2, 1))]).toEqual([base[0], base[0]]);
  });

  it('does not write a level that ONNX would take for a missing value', () => {
    const model = exampleModel({ kind: 'number', name: 'fee' }, 'trees', 3);
    const features = model.features.map((feature) =>
      feature.kind === 'levels' ? { ...feature, levels: ['', 'a', 'b'] } : feature,
    );
    expect(() => writeOnnx({ ...model, features })).toThrow('in ONNX it means missing');
  });
});
