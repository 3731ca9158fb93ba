import type { SourceValues } from '../training/index.ts';
import type { ColumnsByName } from './segment.ts';

/** What a model asks for. */
export interface AskedInput {
  readonly kind: 'number' | 'category';
  readonly name: string;
}

/** A column of the table, as far as matching needs it. */
export interface MatchColumn {
  readonly name: string;
  readonly kind: 'number' | 'yes-no' | 'time' | 'text' | 'id';
}

/** Where an input of a model comes from. */
export type InputSource =
  /** The column as it is. */
  | { readonly kind: 'column'; readonly column: string }
  /** 1 where the column has the word, else 0: a column that was spread over one column a word. */
  | { readonly kind: 'level'; readonly column: string; readonly level: string }
  /** Yes and no in the words that the model learned. */
  | { readonly kind: 'yes-no'; readonly column: string; readonly yes: string; readonly no: string };

/** Inputs with their columns, or why they cannot be told, in a sentence. */
export type MatchedInputs =
  | { readonly kind: 'matched'; readonly sources: readonly InputSource[] }
  | { readonly kind: 'unmatched'; readonly sentence: string };

/** What else is known of a model whose inputs are matched. */
export interface MatchHelp {
  /** Names of the columns in the order of the inputs, as the signature of the model says; null where it says none. */
  readonly signature: readonly string[] | null;
  /** Words that stand in the file of the model. */
  readonly words: readonly string[];
}

const NAMED_IN_MESSAGE = 5;
const YES_WORDS: readonly (readonly [string, string])[] = [
  ['Yes', 'No'],
  ['yes', 'no'],
  ['YES', 'NO'],
  ['Y', 'N'],
  ['True', 'False'],
  ['true', 'false'],
  ['TRUE', 'FALSE'],
  ['1', '0'],
];

/**
 * Finds the column of each input: by its name, by its place in the signature where inputs have no names of their own,
 * and, for `column_word`, as one word of a column that was spread over several.
 */
export function matchInputs(
  inputs: readonly AskedInput[],
  columns: readonly MatchColumn[],
  levels: (column: string) => readonly string[],
  help: MatchHelp,
): MatchedInputs {
  const named = namedInputs(inputs, help.signature);
  if (named === null)
    return unmatched(
      `The model asks for ${inputs.length} numbers without names. Log it with a signature that names them as the columns of the table.`,
    );
  const sources: InputSource[] = [];
  const missing: string[] = [];
  for (const input of named) {
    const source = sourceOf(input, columns, levels, help.words);
    if (source === null) missing.push(input.name);
    else if ('sentence' in source) return unmatched(source.sentence);
    else sources.push(source);
  }
  if (missing.length === 0) return { kind: 'matched', sources };
  const some = missing.slice(0, NAMED_IN_MESSAGE).map((name) => `"${name}"`);
  const more = missing.length > some.length ? ` and ${missing.length - some.length} more` : '';
  return unmatched(
    `The table has no column for what the model asks for: ${some.join(', ')}${more}. Train it on columns that are named as in the table.`,
  );
}

function unmatched(sentence: string): MatchedInputs {
  return { kind: 'unmatched', sentence };
}

/** Inputs under the names of the signature where they are the places of one input, `name[0]`, `name[1]`, ... */
function namedInputs(inputs: readonly AskedInput[], signature: readonly string[] | null): readonly AskedInput[] | null {
  if (!inputs.every(({ name }) => /\[\d+\]$/.test(name))) return inputs;
  if (signature?.length !== inputs.length) return null;
  return inputs.map((input, at) => ({ ...input, name: signature[at] ?? input.name }));
}

function sourceOf(
  { kind, name }: AskedInput,
  columns: readonly MatchColumn[],
  levels: (column: string) => readonly string[],
  words: readonly string[],
): InputSource | { readonly sentence: string } | null {
  const column = columns.find((one) => one.name === name) ?? columns.find((one) => plain(one.name) === plain(name));
  if (column === undefined) return kind === 'number' ? spreadSource(name, columns, levels) : null;
  const isText = column.kind === 'text' || column.kind === 'id';
  if (column.kind === 'time') return { sentence: `The model asks for "${name}", which holds moments in the table.` };
  if ((kind === 'category') === isText) return { kind: 'column', column: column.name };
  if (isText) return { sentence: `The model asks for numbers in "${name}", which holds words in the table.` };
  if (column.kind === 'yes-no') {
    const pair = YES_WORDS.find(([yes, no]) => words.includes(yes) && words.includes(no));
    if (pair) return { kind: 'yes-no', column: column.name, yes: pair[0], no: pair[1] };
  }
  return { sentence: `The model asks for words in "${name}", which holds no words in the table.` };
}

/** `contract_monthly` is the word "monthly" of the column "contract". */
function spreadSource(
  name: string,
  columns: readonly MatchColumn[],
  levels: (column: string) => readonly string[],
): InputSource | null {
  for (const { name: column, kind } of columns) {
    if (!plain(name).startsWith(plain(column))) continue;
    const known = kind === 'yes-no' ? ['yes', 'no', 'true', 'false'] : levels(column);
    const level = known.find((word) => plain(`${column}_${word}`) === plain(name));
    if (level === undefined) continue;
    return { kind: 'level', column, level: level === 'true' ? 'yes' : level === 'false' ? 'no' : level };
  }
  return null;
}

/** A name without what converters put into or take out of names. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** The columns that inputs come from, each once. */
export function columnsOfInputs(sources: readonly InputSource[]): readonly string[] {
  return [...new Set(sources.map(({ column }) => column))];
}

/**
 * The values of one input.
 * @throws RangeError when the column is not there.
 */
export function inputColumn(
  source: InputSource,
  columns: ColumnsByName,
  rows: number,
): Exclude<SourceValues, { kind: 'time' }> {
  const values = columns.get(source.column);
  if (values === undefined || values.kind === 'time') throw new RangeError(`the table has no column ${source.column}`);
  if (source.kind === 'column') return values.kind === 'number' ? { ...values, values: finite(values.values) } : values;
  if (source.kind === 'yes-no') {
    if (values.kind !== 'number') throw new RangeError(`${source.column} is not yes and no`);
    const codes = Int32Array.from(values.values, (value) => (value === 1 ? 0 : value === 0 ? 1 : -1));
    return { kind: 'category', name: source.column, levels: [source.yes, source.no], codes };
  }
  const isLevel = levelTest(source.level, values);
  const made = Float32Array.from({ length: rows }, (_, row) => (isLevel(row) ? 1 : 0));
  return { kind: 'number', name: source.column, values: made };
}

function levelTest(level: string, values: Exclude<SourceValues, { kind: 'time' }>): (row: number) => boolean {
  if (values.kind === 'number') {
    const wanted = level === 'yes' ? 1 : level === 'no' ? 0 : Number(level);
    return (row) => values.values[row] === wanted;
  }
  const code = values.levels.indexOf(level);
  return (row) => code >= 0 && values.codes[row] === code;
}

/** Models take infinite amounts for missing ones, as training does. */
function finite(values: Float32Array): Float32Array {
  return values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
}
