import { describe, expect, it } from 'vitest';
import { type AskedInput, inputColumn, type MatchColumn, matchInputs } from './match-inputs.ts';
import type { ColumnsByName } from './segment.ts';

const COLUMNS: readonly MatchColumn[] = [
  { name: 'tenure', kind: 'number' },
  { name: 'Monthly Charges', kind: 'number' },
  { name: 'contract', kind: 'text' },
  { name: 'Partner', kind: 'yes-no' },
  { name: 'since', kind: 'time' },
];
const LEVELS: Readonly<Record<string, readonly string[]>> = { contract: ['Month-to-month', 'One year'] };
const NOTHING = { signature: null, words: [] };

const match = (inputs: readonly AskedInput[], help: Parameters<typeof matchInputs>[3] = NOTHING) =>
  matchInputs(inputs, COLUMNS, (name) => LEVELS[name] ?? [], help);
const number = (name: string): AskedInput => ({ kind: 'number', name });

describe('inputs of a model', () => {
  it('are the columns of their names, also where a converter took spaces out of them', () => {
    expect(match([number('tenure'), number('Monthly_Charges'), { kind: 'category', name: 'contract' }])).toEqual({
      kind: 'matched',
      sources: [
        { kind: 'column', column: 'tenure' },
        { kind: 'column', column: 'Monthly Charges' },
        { kind: 'column', column: 'contract' },
      ],
    });
  });

  it('without names are those of the signature, as many as there are', () => {
    const inputs = [number('float_input[0]'), number('float_input[1]')];
    const signature = ['Monthly Charges', 'tenure'];
    expect(match(inputs, { ...NOTHING, signature })).toMatchObject({
      sources: [{ column: 'Monthly Charges' }, { column: 'tenure' }],
    });
    expect(match(inputs)).toMatchObject({
      kind: 'unmatched',
      sentence: expect.stringContaining('2 numbers without names'),
    });
    expect(match(inputs, { ...NOTHING, signature: ['tenure'] }).kind).toBe('unmatched');
  });

  it('that are one word of a column say whether the row has it', () => {
    const matched = match([number('contract_One year'), number('Partner_Yes')]);
    expect(matched).toEqual({
      kind: 'matched',
      sources: [
        { kind: 'level', column: 'contract', level: 'One year' },
        { kind: 'level', column: 'Partner', level: 'yes' },
      ],
    });
    const columns: ColumnsByName = new Map([
      [
        'contract',
        { kind: 'category', name: 'contract', levels: ['Month-to-month', 'One year'], codes: Int32Array.of(1, 0, -1) },
      ],
      ['Partner', { kind: 'number', name: 'Partner', values: Float32Array.of(0, 1, Number.NaN) }],
    ]);
    const made = matched.kind === 'matched' ? matched.sources.map((source) => inputColumn(source, columns, 3)) : [];
    expect(made.map((column) => (column.kind === 'number' ? [...column.values] : column))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
  });

  it('of yes and no get the words that the model learned, and none that it did not', () => {
    const asked: readonly AskedInput[] = [{ kind: 'category', name: 'Partner' }];
    const matched = match(asked, { ...NOTHING, words: ['Male', 'Yes', 'No'] });
    expect(matched).toMatchObject({ sources: [{ kind: 'yes-no', yes: 'Yes', no: 'No' }] });
    expect(match(asked, { ...NOTHING, words: ['ja', 'nein'] }).kind).toBe('unmatched');
    const columns: ColumnsByName = new Map([
      ['Partner', { kind: 'number', name: 'Partner', values: Float32Array.of(0, 1, Number.NaN) }],
    ]);
    const [source] = matched.kind === 'matched' ? matched.sources : [];
    expect(source && inputColumn(source, columns, 3)).toMatchObject({
      levels: ['Yes', 'No'],
      codes: Int32Array.of(1, 0, -1),
    });
  });

  it('that the table lacks, or holds otherwise, are told by their names', () => {
    expect(match([number('age'), number('tenure')])).toMatchObject({ sentence: expect.stringContaining('"age"') });
    expect(match([number('contract')])).toMatchObject({ sentence: expect.stringContaining('holds words') });
    expect(match([{ kind: 'category', name: 'tenure' }])).toMatchObject({
      sentence: expect.stringContaining('holds no words'),
    });
    expect(match([number('since')])).toMatchObject({ sentence: expect.stringContaining('moments') });
  });
});
