import { describe, expect, it } from 'vitest';
import { type BoostingRules, boost, type FeatureRows } from './boost.ts';
import { histogramEngine, PLAIN_ENGINE } from './histogram-engine.ts';
import type { Model } from './model.ts';
import { rawByOutput } from './raw-by-output.ts';
import { type TargetValues, type TrainingTable, targetOf } from './training-table.ts';

const ROWS = 240;
const rows = Array.from({ length: ROWS }, (_, i) => i);
const x1 = Float32Array.from(rows, (i) => ((i * 37) % 101) / 10);
const x2 = Float32Array.from(rows, (i) => ((i * i * 3) % 89) - 40);
const x3 = Float32Array.from(rows, (i) => (i % 5 === 0 ? Number.NaN : (i * 53) % 71));
const noise = rows.map((i) => ((i * 7919) % 103) / 103);
const numbers = Float64Array.from(rows, (i) => {
  const first = ((i * 37) % 101) / 10;
  const third = i % 5 === 0 ? 2 : 0.02 * ((i * 53) % 71);
  return Math.sin(first) * 3 + 0.05 * (((i * i * 3) % 89) - 40) + third + (noise[i] ?? 0);
});
const twoClasses = Int32Array.from(rows, (i) => {
  const first = ((i * 37) % 101) / 10;
  const missing = i % 5 === 0 ? 1 : 0;
  return (first - 5) * 0.6 + 0.04 * (((i * i * 3) % 89) - 40) + missing + 4 * ((noise[i] ?? 0) - 0.5) > 0 ? 1 : 0;
});
const threeClasses = Int32Array.from(
  '00210210022112202220121021122110220220112102201211111122111001220220121212202201211022021000110220221102212201' +
    '21201201101122021012210110211121102212201120022121201221210111112201100122021011211221211221102202201120022022' +
    '10012122021102220220',
  Number,
);

const number: TargetValues = { kind: 'number', name: 't', values: numbers };
const binary: TargetValues = { kind: 'binary', name: 'y', classes: ['no', 'yes'], codes: twoClasses };
const multiclass: TargetValues = { kind: 'multiclass', name: 'k', classes: ['a', 'b', 'c'], codes: threeClasses };

const RULES: BoostingRules = {
  maxRounds: 20,
  learningRate: 0.1,
  maxLeaves: 8,
  minRowsPerLeaf: 5,
  l2: 0,
  monotone: new Int8Array(3),
  patience: 10,
  shouldStop: () => false,
};

function table(target: TargetValues, weights: Float64Array | null = null): TrainingTable {
  const values = [x1, x2, x3];
  const columns = values.map((own, i) => ({ kind: 'number', name: `x${i + 1}`, values: own }) as const);
  return { columns, target, weights, times: null };
}

function train(from: TrainingTable, rules: Partial<BoostingRules> = {}): Model {
  const training: FeatureRows = { table: from, features: [x1, x2, x3] };
  const boosted = boost(training, null, { ...RULES, ...rules });
  if (boosted === null) throw new Error('nobody told training to stop');
  return {
    family: 'boosting',
    target: targetOf(from.target),
    inputs: from.columns.map(({ kind, name }) => ({ kind, name })),
    features: [0, 1, 2].map((input) => ({ kind: 'number', input, whenMissing: null }) as const),
    body: boosted.body,
    calibration: null,
  };
}

/** Scores of five rows, output by output. */
function scoresOf(model: Model, from: TrainingTable): number[][] {
  return rawByOutput(model, from.columns).map((scores) => [0, 1, 5, 17, 100].map((row) => scores[row] ?? Number.NaN));
}

function expectClose(actual: readonly number[] | undefined, wanted: readonly number[]): void {
  expect(actual?.length).toBe(wanted.length);
  for (const [i, value] of wanted.entries()) expect(actual?.[i]).toBeCloseTo(value, 4);
}

// Figures: scikit-learn 1.7.2, HistGradientBoosting*(max_iter=20, max_leaf_nodes=8, min_samples_leaf=5,
// learning_rate=.1, early_stopping=False) on the same rows, every fifth x3 missing.
describe('boosted trees', () => {
  it('predict numbers as scikit-learn does', () => {
    const from = table(number);
    expectClose(scoresOf(train(from), from)[0], [1.664837364, -0.984389508, 5.283425844, 4.19908979, 1.526673486]);
  });

  it('are drawn towards the mean by l2 as in scikit-learn', () => {
    const from = table(number);
    const model = train(from, { l2: 3 });
    expectClose(scoresOf(model, from)[0], [1.933422739, -0.894625539, 5.037324078, 4.189523635, 1.826982765]);
  });

  it('count a row as often as its weight says', () => {
    const from = table(
      number,
      Float64Array.from(rows, (i) => 1 + (i % 4)),
    );
    expectClose(scoresOf(train(from), from)[0], [2.33362077, -0.836892449, 5.529107903, 4.195377279, 1.588324752]);
  });

  it('give the log odds of two classes as scikit-learn does', () => {
    const from = table(binary);
    expectClose(scoresOf(train(from), from)[0], [-2.510126845, -2.175679592, 2.493878644, -0.361152617, 0.306672815]);
  });

  it('tell several classes apart as scikit-learn does', () => {
    const from = table(multiclass);
    const [first = [], second = [], third = []] = scoresOf(train(from), from);
    // Softmax does not see what is added to all classes alike, so differences from the first class are compared.
    const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value - (b[i] ?? 0));
    expectClose(
      minus(second, first),
      [-0.5155991040497594, -2.7030667431957243, 0.6205301303584831, 2.382585741640365, 2.4821394498424136],
    );
    expectClose(
      minus(third, first),
      [-2.3811497008593716, -4.2465950279284845, 4.46648554611225, 4.557475354593662, 0.5139021726765274],
    );
  });

  it('send missing values the way that training found better, and unseen ones with the larger child', () => {
    const columns = [Float32Array.of(Number.NaN, 3), Float32Array.of(0, Number.NaN), Float32Array.of(Number.NaN, 20)];
    const scores = rawByOutput(
      train(table(binary)),
      columns.map((values, i) => ({ kind: 'number', name: `x${i + 1}`, values }) as const),
    );
    expectClose([...(scores[0] ?? [])], [2.033060708, 0.165768396]);
  });

  it('never fall along a column that must not lower the prediction, wherever one looks', () => {
    const grid = Float32Array.from({ length: 200 }, (_, i) => i / 20);
    for (const other of [-30, 0, 30]) {
      const columns = [grid, grid.map(() => other), grid.map(() => 20)];
      const named = columns.map((values, i) => ({ kind: 'number', name: `x${i + 1}`, values }) as const);
      const [free = []] = rawByOutput(train(table(number)), named);
      const [kept = []] = rawByOutput(train(table(number), { monotone: Int8Array.of(1, 0, 0) }), named);
      expect(free.some((value, i) => i > 0 && value < (free[i - 1] ?? 0))).toBe(true);
      expect(kept.every((value, i) => i === 0 || value >= (kept[i - 1] ?? 0))).toBe(true);
    }
  });

  it('are the same to the last bit when the rows come in another order', () => {
    const order = Uint32Array.from(rows, (i) => (i * 77) % ROWS);
    const shuffled = boost(
      {
        table: {
          ...table(binary),
          target: { ...binary, codes: Int32Array.from(order, (row) => twoClasses[row] ?? 0) },
        },
        features: [x1, x2, x3].map((values) => Float32Array.from(order, (row) => values[row] ?? 0)),
      },
      null,
      RULES,
    );
    expect(JSON.stringify(shuffled?.body)).toBe(JSON.stringify(train(table(binary)).body));
  });

  it('are the same to the last bit by the kernel and by plain TypeScript', () => {
    expect(histogramEngine(2 ** 22)).not.toBe(PLAIN_ENGINE);
    const bodies = [PLAIN_ENGINE, histogramEngine(2 ** 22)].map((engine) => train(table(multiclass), { engine }).body);
    expect(JSON.stringify(bodies[0])).toBe(JSON.stringify(bodies[1]));
  });

  it('end where the loss on rows kept aside is lowest', () => {
    const random = { ...table(binary), target: { ...binary, codes: Int32Array.from(rows, (i) => (i * 7919) % 2) } };
    const training = { table: random, features: [x1, x2, x3] };
    const kept = boost(training, { table: table(binary), features: [x1, x2, x3] }, { ...RULES, maxRounds: 200 });
    expect(kept?.rounds).toBeLessThan(20);
  });

  it('end when told to stop', () => {
    let asked = 0;
    const stopped = boost({ table: table(number), features: [x1, x2, x3] }, null, {
      ...RULES,
      shouldStop: () => ++asked > 3,
    });
    expect(stopped).toBeNull();
    expect(asked).toBe(4);
  });

  it('say nothing beyond the mean where too few rows are there to split', () => {
    const from = table(number);
    const { body } = train(from, { minRowsPerLeaf: 121 });
    expect(body).toMatchObject({ kind: 'trees', trees: [] });
  });
});
