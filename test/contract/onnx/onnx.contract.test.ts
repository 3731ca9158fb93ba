import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { onnxLibraries } from '../../../scripts/onnx-libraries.mjs';
import type { Column } from '../../../src/learning/index.ts';
import { EXAMPLE_TARGETS, exampleColumns, exampleModel } from '../../../src/learning/model-examples.ts';
import { readOnnx } from '../../../src/learning/read-onnx.ts';
import { modelScorer } from '../../../src/learning/score-model.ts';
import { writeOnnx } from '../../../src/learning/write-onnx.ts';

/** Of a probability, and of a predicted number relative to its size; runtimes sum in float32. */
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

function furthest(own: ArrayLike<number>, others: readonly number[]): number {
  expect(own.length).toBe(others.length);
  return others.reduce(
    (most, score, at) => Math.max(most, Math.abs((own[at] ?? Number.NaN) - score) / Math.max(1, Math.abs(score))),
    0,
  );
}

describe('models that we write', () => {
  it('pass the full check of onnx, and onnxruntime scores them as we do', async () => {
    const own = join(folder, 'ours');
    await mkdir(own, { recursive: true });
    const columns = exampleColumns(1000, 77);
    await writeFile(join(own, 'columns.json'), JSON.stringify(columns.map(given)));
    const models = EXAMPLE_TARGETS.flatMap((target) =>
      (['trees', 'linear'] as const).flatMap((body) =>
        [1, 2, 3].map((seed) => ({
          name: `${target.kind}-${body}-${seed}`,
          model: exampleModel(target, body, seed, seed === 3 ? 0 : 100 * seed),
        })),
      ),
    );
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
  });
});

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
