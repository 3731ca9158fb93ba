import { describe, expect, it } from 'vitest';
import type { ColumnType, TypedColumn } from '../../platform/tables/tables.schema.ts';
import { checkChoiceSchema } from './check-choice.ts';
import { CHECK_PROGRAM } from './check-program.ts';
import { buildQuestion } from './signal-table.ts';

const columns: TypedColumn[] = [
  { name: 'customer', kind: 'category', levels: ['b', 'a', 'c'], codes: Int32Array.of(1, 0, 2, 0) },
  { name: 'day', kind: 'time', values: Float64Array.of(3, 1, Number.NaN, 2) },
  { name: 'spend', kind: 'number', values: Float32Array.of(10, 20, 30, 40) },
  { name: 'sex', kind: 'category', levels: ['f', 'm'], codes: Int32Array.of(0, 1, 0, 1) },
  { name: 'left', kind: 'number', values: Float32Array.of(1, 0, 1, Number.NaN) },
  { name: 'plan', kind: 'category', levels: ['basic', 'plus', 'pro'], codes: Int32Array.of(0, 0, 1, 2) },
];
const types = new Map<string, ColumnType>([
  ['customer', 'id'],
  ['day', 'time'],
  ['spend', 'number'],
  ['sex', 'text'],
  ['left', 'yes-no'],
  ['plan', 'text'],
]);
const build = (choice: object) =>
  buildQuestion({ tableRows: 4, rows: 4, columns, types }, checkChoiceSchema.parse(choice));

describe('the question of a check', () => {
  it('leaves out names, moments, what is known later and what is protected, and says so', () => {
    const built = build({ target: 'left', protected: ['sex'], knownLater: ['plan'] });
    if (built.kind !== 'built') throw new Error(built.sentence);
    expect(built.question.table.columns.map(({ name }) => name)).toEqual(['spend']);
    expect(built.question.protectedColumns.map(({ name }) => name)).toEqual(['sex']);
    expect(built.table.leftOut).toEqual([
      { name: 'customer', reason: 'names-things' },
      { name: 'day', reason: 'moment' },
      { name: 'sex', reason: 'protected' },
      { name: 'plan', reason: 'known-later' },
    ]);
  });

  it('drops rows without an outcome or a time, and counts them', () => {
    const built = build({ target: 'left', time: { kind: 'column', column: 'day' }, unit: 'customer' });
    if (built.kind !== 'built') throw new Error(built.sentence);
    expect(built.table).toMatchObject({ tableRows: 4, unusableRows: 2, classes: ['no', 'yes'] });
    expect(built.question.table.times).toEqual(Float64Array.of(3, 1));
    expect(built.question.units).toEqual(Int32Array.of(1, 0));
  });

  it('takes one value of many as the outcome, else predicts each of them', () => {
    const one = build({ target: 'plan', outcome: 'pro' });
    expect(one).toMatchObject({ table: { classes: ['not pro', 'pro'] } });
    expect(build({ target: 'plan' })).toMatchObject({ question: { table: { target: { kind: 'multiclass' } } } });
    expect(build({ target: 'spend' })).toMatchObject({ question: { table: { target: { kind: 'number' } } } });
  });

  it('takes yes and no also as they stand in files', () => {
    for (const outcome of ['yes', '1', 'TRUE']) {
      expect(build({ target: 'left', outcome })).toMatchObject({ table: { classes: ['no', 'yes'] } });
    }
    expect(build({ target: 'left', outcome: '0' })).toMatchObject({ table: { classes: ['yes', 'no'] } });
  });

  it('takes each kind of rule of thumb through the door of its program', () => {
    const asked = [
      { kind: 'threshold', column: 'spend', isAbove: true, threshold: 15 },
      { kind: 'order', column: 'spend', isHigherFirst: false },
      { kind: 'level', column: 'plan', level: 'pro' },
    ];
    const taken = asked.map((rule) => {
      const built = build({ target: 'left', rule });
      if (built.kind !== 'built') throw new Error(built.sentence);
      return CHECK_PROGRAM.input.parse({ question: built.question, seed: 1 }).question.rule;
    });
    expect(taken).toEqual([asked[0], asked[1], { kind: 'words', column: 'plan', words: ['pro'] }]);
  });

  it('is refused in a sentence where it makes no sense', () => {
    expect(build({ target: 'day' })).toMatchObject({ sentence: expect.stringContaining('moment cannot be predicted') });
    expect(build({ target: 'customer' })).toMatchObject({ sentence: expect.stringContaining('names of things') });
    expect(build({ target: 'plan', outcome: 'gold' })).toMatchObject({
      sentence: 'The column plan has no value gold.',
    });
    const byWords = build({ target: 'left', time: { kind: 'column', column: 'sex' } });
    expect(byWords).toMatchObject({ sentence: expect.stringContaining('holds no moments') });
  });
});
