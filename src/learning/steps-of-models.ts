import { addTreeScores } from './flat-trees.ts';
import { floatsSetting, intSetting, intsSetting, textSetting, textsSetting } from './onnx-attributes.ts';
import type { OnnxNode } from './onnx-document.ts';
import { OnnxFault } from './onnx-refusal.ts';
import { type ReadTrees, readTrees } from './read-trees.ts';
import type { RunStep, StepBuilder } from './run-step.ts';
import { logistic, softmaxRows } from './score-model.ts';
import {
  asNumbers,
  elementCount,
  emptyNumbers,
  type NumbersValue,
  type TensorValue,
  tableShape,
} from './tensor-value.ts';

/** Steps that predict (operators of ai.onnx.ml of the same names). */
export const MODEL_STEPS: Readonly<Record<string, StepBuilder>> = {
  LinearClassifier: linearClassifier,
  LinearRegressor: linearRegressor,
  TreeEnsembleClassifier: treeClassifier,
  TreeEnsembleRegressor: treeRegressor,
};

/** The classes that a classifier or ZipMap names, as text; null where the node names none. */
export function classesOf(node: OnnxNode): readonly string[] | null {
  const texts = textsSetting(node, 'classlabels_strings') ?? [];
  if (texts.length > 0) return texts;
  const numbers = intsSetting(node, 'classlabels_int64s') ?? intsSetting(node, 'classlabels_ints') ?? [];
  return numbers.length > 0 ? numbers.map(String) : null;
}

type Finish = (scores: Float64Array, width: number) => Float64Array;

function finishOf(node: OnnxNode): Finish {
  const transform = textSetting(node, 'post_transform', 'NONE');
  if (transform === 'NONE') return (scores) => scores;
  if (transform === 'LOGISTIC') return (scores) => scores.map(logistic);
  if (transform === 'SOFTMAX') return softmaxRows;
  throw new OnnxFault('The model turns scores into probabilities in a way that is not known here.');
}

function linearClassifier(node: OnnxNode): RunStep {
  const classes = classesOf(node) ?? [];
  const weigh = weightedSums(node, classes.length);
  const finish = finishOf(node);
  if (classes.length < 2) throw new OnnxFault('The model knows fewer than two classes.');
  const label = labeller(node);
  return ([value]) => {
    const { scores, rows } = weigh(asNumbers(value));
    const best = Int32Array.from({ length: rows }, (_, row) => greatest(scores, row * classes.length, classes.length));
    return [label(best), table(finish(scores, classes.length), rows, classes.length)];
  };
}

function linearRegressor(node: OnnxNode): RunStep {
  const targets = intSetting(node, 'targets', 1);
  const weigh = weightedSums(node, targets);
  const finish = finishOf(node);
  return ([value]) => {
    const { scores, rows } = weigh(asNumbers(value));
    return [table(finish(scores, targets), rows, targets)];
  };
}

/** One weighted sum an output. A fault where the coefficients are not as many as outputs times columns. */
function weightedSums(
  node: OnnxNode,
  outputs: number,
): (value: NumbersValue) => { scores: Float64Array; rows: number } {
  const coefficients = Float64Array.from(floatsSetting(node, 'coefficients') ?? []);
  const intercepts =
    floatsSetting(node, 'intercepts') ?? Array.from({ length: Math.min(outputs, coefficients.length) }, () => 0);
  if (outputs < 1 || intercepts.length !== outputs)
    throw new OnnxFault('The model has not one intercept for each result.');
  return (value) => {
    const { rows, width } = tableShape(value);
    if (coefficients.length !== outputs * width) {
      throw new OnnxFault('The model has not one coefficient for each column and result.');
    }
    const scores = new Float64Array(rows * outputs);
    for (let row = 0; row < rows; row++) {
      for (let output = 0; output < outputs; output++) {
        let sum = intercepts[output] as number;
        for (let at = 0; at < width; at++) {
          sum += (coefficients[output * width + at] as number) * (value.data[row * width + at] as number);
        }
        scores[row * outputs + output] = sum;
      }
    }
    return { scores, rows };
  };
}

function treeRegressor(node: OnnxNode): RunStep {
  const targets = intSetting(node, 'n_targets', 1);
  const aggregate = textSetting(node, 'aggregate_function', 'SUM');
  if (aggregate !== 'SUM' && aggregate !== 'AVERAGE')
    throw new OnnxFault('The model combines its trees in a way that is not known here.');
  if (targets < 1) throw new OnnxFault('The model predicts nothing.');
  const read = readTrees(node, 'target', targets);
  const finish = finishOf(node);
  if (read.base.length !== 0 && read.base.length !== targets)
    throw new OnnxFault('The model has not one base for each result.');
  const share = aggregate === 'SUM' ? 1 : 1 / read.trees.roots.length;
  return ([value]) => {
    const { scores, rows } = treeScores(read, asNumbers(value), targets);
    const sums = scores.map((score, at) => score * share + (read.base[at % targets] ?? 0));
    return [table(finish(sums, targets), rows, targets)];
  };
}

function treeScores(read: ReadTrees, value: NumbersValue, outputs: number): { scores: Float64Array; rows: number } {
  const { rows, width } = tableShape(value);
  if (width < read.featuresNeeded) throw new OnnxFault('A tree of the model looks at a column that is not there.');
  const scores = new Float64Array(elementCount([rows, outputs]));
  for (let row = 0; row < rows; row++) addTreeScores(read.trees, value.data, row * width, scores, row * outputs);
  return { scores, rows };
}

function treeClassifier(node: OnnxNode): RunStep {
  const classes = classesOf(node) ?? [];
  if (classes.length < 2) throw new OnnxFault('The model knows fewer than two classes.');
  const read = readTrees(node, 'class', classes.length);
  const finish = finishOf(node);
  const label = labeller(node);
  const width = classes.length;
  if (width === 2) return twoClasses(node, read, finish, label);
  if (read.base.length !== 0 && read.base.length !== width)
    throw new OnnxFault('The model has not one base for each class.');
  return ([value]) => {
    const { scores, rows } = treeScores(read, asNumbers(value), width);
    const sums = scores.map((score, at) => score + (read.base[at % width] ?? 0));
    const best = Int32Array.from({ length: rows }, (_, row) => greatest(sums, row * width, width));
    return [label(best), table(finish(sums, width), rows, width)];
  };
}

/**
 * Two classes. The specification leaves open what a single score means, so this does what onnxruntime does, which the
 * converters are written against (onnxruntime/core/providers/cpu/ml/tree_ensemble_aggregator.h and ml_common.h):
 * leaves for one class alone give log odds with the logistic function, else a probability where none is negative. What
 * runtimes disagree about is a fault: a base for both classes with leaves for one, or for one with leaves for the second.
 */
function twoClasses(
  node: OnnxNode,
  read: ReadTrees,
  finish: Finish,
  label: (best: Int32Array) => TensorValue,
): RunStep {
  const { outputs, allAtLeastZero, base } = read;
  const isSingle = outputs.size === 1;
  const hasSecond = outputs.has(1);
  const isLogistic = textSetting(node, 'post_transform', 'NONE') === 'LOGISTIC';
  if (base.length > 2 || (isSingle && base.length === 2) || (isSingle && hasSecond && base.length === 1)) {
    throw new OnnxFault('The model gives its two classes bases and leaves that do not belong together.');
  }
  const isProbability = isSingle && allAtLeastZero && !isLogistic;
  return ([value]) => {
    const { scores, rows } = treeScores(read, asNumbers(value), 2);
    const best = new Int32Array(rows);
    const made = new Float64Array(rows * 2);
    for (let row = 0; row < rows; row++) {
      const first = (scores[row * 2] as number) + (base.length === 1 ? (base[0] as number) : 0);
      const second = scores[row * 2 + 1] as number;
      const pair = base.length === 2 ? crossed(first, base) : [first, second];
      const leading = (hasSecond ? pair[1] : first) as number;
      best[row] = leading > (isSingle && allAtLeastZero ? 0.5 : 0) ? 1 : 0;
      made.set(hasSecond ? finish(Float64Array.from(pair), 2) : ofOneScore(first, isProbability, isLogistic), row * 2);
    }
    return [label(best), table(made, rows, 2)];
  };
}

/** Two bases beside leaves for both classes: onnxruntime takes the score of the first class and the base of the second. */
function crossed(first: number, base: readonly number[]): readonly [number, number] {
  const score = (base[1] ?? 0) + first;
  return [-score, score];
}

function ofOneScore(score: number, isProbability: boolean, isLogistic: boolean): readonly [number, number] {
  if (isProbability) return [1 - score, score];
  return isLogistic ? [logistic(-score), logistic(score)] : [-score, score];
}

function greatest(scores: Float64Array, start: number, width: number): number {
  let best = 0;
  for (let at = 1; at < width; at++) {
    if ((scores[start + at] as number) > (scores[start + best] as number)) best = at;
  }
  return best;
}

/** Turns positions of classes into labels of the type that the node states. */
function labeller(node: OnnxNode): (best: Int32Array) => TensorValue {
  const texts = textsSetting(node, 'classlabels_strings') ?? [];
  const numbers = intsSetting(node, 'classlabels_int64s') ?? intsSetting(node, 'classlabels_ints') ?? [];
  return (best) => {
    if (texts.length > 0) {
      return { kind: 'texts', dims: [best.length], data: Array.from(best, (position) => texts[position] ?? '') };
    }
    const made = emptyNumbers('int64', [best.length]);
    for (const [row, position] of best.entries()) made.data[row] = numbers[position] ?? position;
    return made;
  };
}

function table(scores: Float64Array, rows: number, width: number): NumbersValue {
  const made = emptyNumbers('float', [rows, width]);
  made.data.set(scores);
  return made;
}
