import { describe, expect, it } from 'vitest';
import type { Column } from './model.ts';
import { randomNumbers } from './random.ts';
import { modelScorer } from './score-model.ts';
import { type Trained, type Training, type TrainingOptions, trainModel } from './train-model.ts';
import type { TargetValues, TrainingTable } from './training-table.ts';

const ROWS = 600;
const random = randomNumbers(5);
const rows = Array.from({ length: ROWS }, (_, row) => row);
const x = Float32Array.from(rows, () => random.next() * 10);
const z = Float32Array.from(rows, () => random.next() * 10);
const noise = Float64Array.from(rows, () => random.next());
const columns: readonly Column[] = [
  { kind: 'number', name: 'x', values: x },
  { kind: 'number', name: 'z', values: z },
  { kind: 'category', name: 'c', levels: ['a', 'b'], codes: Int32Array.from(rows, (row) => row % 2) },
];

function binary(isOne: (row: number) => boolean): TargetValues {
  return {
    kind: 'binary',
    name: 'y',
    classes: ['no', 'yes'],
    codes: Int32Array.from(rows, (row) => (isOne(row) ? 1 : 0)),
  };
}

function table(target: TargetValues, own: Partial<TrainingTable> = {}): TrainingTable {
  return { columns, target, weights: null, times: null, ...own };
}

function trained(training: Training): Trained {
  if (training.kind !== 'trained') throw new Error(`not trained: ${JSON.stringify(training)}`);
  return training;
}

const straight = table(binary((row) => (x[row] ?? 0) + 4 * (noise[row] ?? 0) > 7));
/** Which side of the middle both numbers lie on: no weighted sum and no curve a column can see it. */
const crossed = table(binary((row) => ((x[row] ?? 0) > 5 === (z[row] ?? 0) > 5) !== (noise[row] ?? 0) > 0.9));

describe('training', () => {
  it('prefers the model that people can read where it is as good', () => {
    const { choice, model } = trained(trainModel(straight, { seed: 1 }));
    expect(choice.family).toBe('linear');
    expect(model.family).toBe('linear');
  });

  it('takes boosted trees where only they see it, and tells what readable models would cost', () => {
    const { choice } = trained(trainModel(crossed, { seed: 1 }));
    expect(choice.family).toBe('boosting');
    expect(choice.families[0]).toMatchObject({ family: 'linear' });
    expect(choice.families[0]?.price).toBeGreaterThan(0.2);
    expect(choice.families.at(-1)?.price).toBe(0);
  });

  it('gives the same model to the last bit for the same seed', () => {
    const options: TrainingOptions = { seed: 3 };
    expect(JSON.stringify(trainModel(crossed, options))).toBe(JSON.stringify(trainModel(crossed, options)));
  });

  it('gives probabilities that come true', () => {
    const { quality, predictions, model } = trained(trainModel(straight, { seed: 1 }));
    if (quality.kind !== 'binary' || quality.calibration.kind !== 'estimated') throw new Error('two classes');
    expect(quality.calibration.observedOverExpected).toBeGreaterThan(0.97);
    expect(quality.calibration.observedOverExpected).toBeLessThan(1.03);
    expect(predictions[0]?.every((p) => p > 0 && p < 1)).toBe(true);
    expect(model.calibration?.slope).toBeGreaterThan(0.7);
  });

  it('finds nothing where there is nothing to find', () => {
    const { quality } = trained(trainModel(table(binary((row) => (noise[row] ?? 0) > 0.5)), { seed: 1 }));
    if (quality.kind !== 'binary' || quality.auc.kind !== 'estimated') throw new Error('two classes');
    expect(quality.auc.logitInterval.lower).toBeLessThan(0.5);
  });

  it('learns numbers and several classes', () => {
    const values = Float64Array.from(rows, (row) => 2 * (x[row] ?? 0) + (row % 2) * 5 + (noise[row] ?? 0));
    const number = trained(trainModel(table({ kind: 'number', name: 't', values }), { seed: 1 }));
    if (number.quality.kind !== 'number') throw new Error('a number');
    // The noise is uniform in 0..1, whose standard deviation is the square root of 1/12.
    expect(number.quality.rmse.estimate).toBeCloseTo(Math.sqrt(1 / 12), 1);
    const codes = Int32Array.from(rows, (row) => Math.min(2, Math.floor(((x[row] ?? 0) + (noise[row] ?? 0)) / 3.7)));
    const classes = trained(
      trainModel(table({ kind: 'multiclass', name: 'k', classes: ['l', 'm', 'h'], codes }), { seed: 1 }),
    );
    if (classes.quality.kind !== 'multiclass') throw new Error('several classes');
    expect(classes.quality.accuracy.interval.lower).toBeGreaterThan(0.8);
  });

  it('keeps to a direction in the model that goes out', () => {
    const falling = table(binary((row) => (x[row] ?? 0) + 4 * (noise[row] ?? 0) < 7));
    const { model } = trained(trainModel(falling, { seed: 1, directions: [{ column: 'x', direction: 1 }] }));
    const grid: readonly Column[] = [
      { kind: 'number', name: 'x', values: Float32Array.from({ length: 100 }, (_, i) => i / 10) },
      { kind: 'number', name: 'z', values: new Float32Array(100).fill(5) },
      { kind: 'category', name: 'c', levels: ['a'], codes: new Int32Array(100) },
    ];
    const predicted = modelScorer(model).predictions(grid);
    expect(predicted.every((value, i) => i === 0 || value >= (predicted[i - 1] ?? 0))).toBe(true);
  });

  it('is checked on later rows only where rows have times', () => {
    const times = Float64Array.from(rows);
    const { checkedRows } = trained(trainModel(table(straight.target, { times }), { seed: 1, families: ['linear'] }));
    expect(checkedRows[0]).toBe(100);
    expect(checkedRows).toHaveLength(500);
  });

  it('tells how far it is, and ends when told to stop', () => {
    const told: string[] = [];
    const training = trainModel(straight, {
      seed: 1,
      families: ['linear', 'stumps'],
      onProgress: (done, of) => told.push(`${done}/${of}`),
      shouldStop: () => told.length === 7,
    });
    expect(training).toEqual({ kind: 'stopped' });
    expect(told).toEqual(['1/11', '2/11', '3/11', '4/11', '5/11', '6/11', '7/11']);
  });

  it('says why where nothing can be learned', () => {
    const reasonOf = (own: TrainingTable): string => {
      const training = trainModel(own, { seed: 1 });
      return training.kind === 'unavailable' ? training.reason : training.kind;
    };
    expect(reasonOf(table(binary(() => true)))).toBe('one_value');
    expect(reasonOf(table(binary((row) => row < 9)))).toBe('too_few_of_a_class');
    expect(reasonOf({ ...straight, columns: [] })).toBe('no_columns');
    const few = { kind: 'number', name: 't', values: new Float64Array(20) } as const;
    expect(
      reasonOf({
        columns: [{ kind: 'number', name: 'x', values: x.slice(0, 20) }],
        target: few,
        weights: null,
        times: null,
      }),
    ).toBe('too_few_rows');
    const names = rows.map((row) => `name ${row}`);
    expect(reasonOf(table({ kind: 'multiclass', name: 'k', classes: names, codes: Int32Array.from(rows) }))).toBe(
      'too_many_classes',
    );
  });

  it('gets along with columns that are empty, constant or a name for each row', () => {
    const odd: readonly Column[] = [
      ...columns,
      { kind: 'number', name: 'empty', values: new Float32Array(ROWS).fill(Number.NaN) },
      { kind: 'number', name: 'constant', values: new Float32Array(ROWS) },
      { kind: 'category', name: 'id', levels: rows.map(String), codes: Int32Array.from(rows) },
    ];
    const { quality } = trained(trainModel(table(crossed.target, { columns: odd }), { seed: 1 }));
    if (quality.kind !== 'binary' || quality.auc.kind !== 'estimated') throw new Error('two classes');
    expect(quality.auc.estimate).toBeGreaterThan(0.75);
  });

  it('refuses tables that contradict themselves', () => {
    expect(() => trainModel(table(straight.target, { weights: new Float64Array(3) }), { seed: 1 })).toThrow(RangeError);
    expect(() => trainModel(straight, { seed: 1, directions: [{ column: 'c', direction: 1 }] })).toThrow(RangeError);
  });
});
