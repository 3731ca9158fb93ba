import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { onnxLibraries } from '../../../scripts/onnx-libraries.mjs';
import {
  type Column,
  FAMILIES,
  type Model,
  modelScorer,
  readOnnx,
  type Target,
  type TargetValues,
  trainModel,
  writeOnnx,
} from '../../../src/learning/index.ts';
import { EXAMPLE_TARGETS, exampleColumns, exampleModel } from '../../../src/learning/model-examples.ts';
import { randomNumbers } from '../../../src/learning/random.ts';

/** Of a probability, and of predicted numbers relative to the greatest; runtimes sum in float32. */
const TOLERANCE = 1e-6;

let folder: string;
beforeAll(async () => {
  folder = join(inject('testFolder'), 'onnx');
  await mkdir(folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function python(script: string, ...words: readonly string[]): Promise<void> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(onnxLibraries.python, [file, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(said);
}

const GivenColumn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), name: z.string(), values: z.array(z.number().nullable()) }),
  z.object({ kind: z.literal('category'), name: z.string(), values: z.array(z.string()) }),
]);
const Cases = z.array(z.object({ name: z.string(), columns: z.array(GivenColumn), scores: z.array(z.number()) }));
const Scores = z.record(z.string(), z.object({ scores: z.array(z.number()), labels: z.array(z.string()).nullable() }));

function given(column: Column): z.infer<typeof GivenColumn> {
  return column.kind === 'number'
    ? { ...column, values: Array.from(column.values, (value) => (Number.isNaN(value) ? null : value)) }
    : { kind: 'category', name: column.name, values: Array.from(column.codes, (code) => column.levels[code] ?? '') };
}

function columnOf(column: z.infer<typeof GivenColumn>): Column {
  if (column.kind === 'number') {
    return { ...column, values: Float32Array.from(column.values, (value) => value ?? Number.NaN) };
  }
  const levels = [...new Set(column.values)];
  const codes = Int32Array.from(column.values, (value) => levels.indexOf(value));
  return { kind: 'category', name: column.name, levels, codes };
}

/** The greatest difference; of numbers relative to the greatest one, since float32 keeps seven digits of it. */
function furthest(own: ArrayLike<number>, others: readonly number[]): number {
  expect(own.length).toBe(others.length);
  const scale = others.reduce((most, score) => Math.max(most, Math.abs(score)), 1);
  return others.reduce((most, score, at) => Math.max(most, Math.abs((own[at] ?? Number.NaN) - score) / scale), 0);
}

interface Named {
  readonly name: string;
  readonly model: Model;
}

/** Writes the models, has onnx check them in full, and expects of onnxruntime the scores and labels that we give. */
async function expectSameElsewhere(name: string, columns: readonly Column[], models: readonly Named[]): Promise<void> {
  const own = join(folder, name);
  await mkdir(own, { recursive: true });
  await writeFile(join(own, 'columns.json'), JSON.stringify(columns.map(given)));
  for (const { name, model } of models) await writeFile(join(own, `${name}.onnx`), writeOnnx(model));
  await python('our_models.py', own);
  const scored = Scores.parse(JSON.parse(await readFile(join(own, 'scores.json'), 'utf8')));
  for (const { name, model } of models) {
    const { scores = [], labels = null } = scored[name] ?? {};
    const predictions = modelScorer(model).predictions(columns);
    const { target } = model;
    const told = target.kind === 'binary' ? scores.filter((_, at) => at % 2 === 1) : scores;
    expect(furthest(predictions, told), name).toBeLessThan(TOLERANCE);
    if (target.kind !== 'binary') continue;
    const decided = Array.from(predictions, (probability) => target.classes[probability > 0.5 ? 1 : 0]);
    expect(labels, name).toEqual(decided);
  }
}

describe('models that we write', () => {
  it('pass the full check of onnx, and onnxruntime scores them as we do', async () => {
    const models = EXAMPLE_TARGETS.flatMap((target) =>
      (['trees', 'linear'] as const).flatMap((body) =>
        [1, 2, 3].map((seed) => ({
          name: `${target.kind}-${body}-${seed}`,
          model: exampleModel(target, body, seed, seed === 3 ? 0 : 100 * seed),
        })),
      ),
    );
    await expectSameElsewhere('ours', exampleColumns(1000, 77), models);
  });

  it('do so too where they were trained, in every family and for every kind of target', async () => {
    const columns = exampleColumns(1200, 78);
    const models = EXAMPLE_TARGETS.flatMap((target) =>
      FAMILIES.map((family) => {
        const training = trainModel(
          { columns, target: valuesOf(target, columns), weights: null, times: null },
          { seed: 5, families: [family], folds: 3 },
        );
        if (training.kind !== 'trained') throw new Error(`${target.kind} by ${family} is not trained`);
        return { name: `${target.kind}-${family}`, model: training.model };
      }),
    );
    await expectSameElsewhere('trained', exampleColumns(1000, 79), models);
  });
});

/** What the columns say about the target, with missing values saying something too. */
function valuesOf(target: Target, columns: readonly Column[]): TargetValues {
  const [age, fee, plan] = columns;
  if (age?.kind !== 'number' || fee?.kind !== 'number' || plan?.kind !== 'category') throw new Error('columns');
  const random = randomNumbers(80);
  const values = Float64Array.from(age.values, (value, row) => {
    const known = Number.isNaN(value) ? 60 : value;
    const paid = fee.values[row] ?? Number.NaN;
    return known + (Number.isNaN(paid) ? 15 : paid / 2) + 20 * (plan.codes[row] ?? 0) + 20 * random.next();
  });
  if (target.kind === 'number') return { kind: 'number', name: target.name, values };
  const ends = target.kind === 'binary' ? [90] : [70, 105];
  const codes = Int32Array.from(values, (value) => ends.filter((end) => value > end).length);
  return { ...target, codes };
}

describe('models that others write', () => {
  it('are read, and scored as onnxruntime scores them', async () => {
    const theirs = join(folder, 'theirs');
    await mkdir(theirs, { recursive: true });
    await python('foreign_models.py', theirs);
    const cases = Cases.parse(JSON.parse(await readFile(join(theirs, 'cases.json'), 'utf8')));
    const refused: string[] = [];
    for (const { name, columns, scores } of cases) {
      const model = readOnnx(await readFile(join(theirs, `${name}.onnx`)));
      if (model.kind === 'refused') refused.push(name);
      else expect(furthest(model.score(columns.map(columnOf)), scores), name).toBeLessThan(TOLERANCE);
    }
    // What no converter writes and no two runtimes agree about: bases of classes that have no leaves.
    expect(refused.filter((name) => !/^ensemble-(?:[01]-base2|1-base1)-/.test(name))).toEqual([]);
    expect(cases.length - refused.length).toBeGreaterThan(80);
  });
});
