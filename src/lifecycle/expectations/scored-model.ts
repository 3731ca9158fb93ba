import { type Model, modelScorer, readOnnx } from '../../learning/index.ts';
import { columnsOfInputs, type InputSource, inputColumn, type MatchColumn, matchInputs } from './match-inputs.ts';
import type { ColumnsByName } from './segment.ts';

/** A model that foresees one outcome, ready for rows of a table. */
export interface ScoredModel {
  /** The columns of the table that it uses. */
  readonly columns: readonly string[];
  /** What is taken for granted, in a sentence; null where nothing is. */
  readonly assumed: string | null;
  /**
   * What it foresees row by row: the chance of the outcome, or the amount.
   * @throws RangeError when the columns cannot be given to the model.
   */
  score(columns: ColumnsByName, rows: number): Float64Array;
}

/** A model ready for rows, or why it cannot be judged, in a sentence. */
export type PreparedModel =
  | { readonly kind: 'prepared'; readonly model: ScoredModel }
  | { readonly kind: 'unfit'; readonly sentence: string };

/** What is foreseen: a word of the target, or the amount of it. */
export interface Foreseen {
  readonly target: string;
  /** Null where an amount is foreseen. */
  readonly outcome: string | null;
}

/** A first model, ready for rows. */
export function prepareOwn(model: Model, { target, outcome }: Foreseen): PreparedModel {
  const predicted = model.target;
  if (predicted.name !== target) return unfit(`It foresees "${predicted.name}", and not "${target}".`);
  if (predicted.kind === 'multiclass')
    return unfit('It tells more than two outcomes apart. Expectations are about one outcome or one amount.');
  if ((predicted.kind === 'number') !== (outcome === null)) return unfit(otherKind(outcome));
  const isFirst = predicted.kind === 'binary' && predicted.classes[0] === outcome;
  if (predicted.kind === 'binary' && !isFirst && predicted.classes[1] !== outcome)
    return unfit(`It does not know the outcome "${outcome}".`);
  const scorer = modelScorer(model);
  const sources = model.inputs.map(({ name }): InputSource => ({ kind: 'column', column: name }));
  return {
    kind: 'prepared',
    model: {
      columns: columnsOfInputs(sources),
      assumed: null,
      score: (columns, rows) => {
        const made = scorer.predictions(sources.map((source) => inputColumn(source, columns, rows)));
        return isFirst ? made.map((chance) => 1 - chance) : made;
      },
    },
  };
}

/** What is known beside the file of a model of another library. */
export interface ForeignWish extends Foreseen {
  readonly columns: readonly MatchColumn[];
  readonly signature: readonly string[] | null;
}

/** A model of another library from its ONNX file, behind the file check, ready for rows. */
export function prepareOnnx(bytes: Uint8Array, wish: ForeignWish, read: ColumnsByName): PreparedModel {
  const foreign = readOnnx(bytes);
  if (foreign.kind === 'refused') return unfit(foreign.reason);
  const levels = (name: string): readonly string[] => {
    const values = read.get(name);
    return values?.kind === 'category' ? values.levels : [];
  };
  const matched = matchInputs(foreign.columns, wish.columns, levels, {
    signature: wish.signature,
    words: foreign.words,
  });
  if (matched.kind === 'unmatched') return unfit(matched.sentence);
  const { sources } = matched;
  if (columnsOfInputs(sources).includes(wish.target))
    return unfit(`It asks for "${wish.target}", which is what it is to foresee.`);
  const place = placeOfOutcome(foreign.classes, wish.outcome);
  if ('sentence' in place) return unfit(place.sentence);
  const width = foreign.classes?.length ?? 1;
  return {
    kind: 'prepared',
    model: {
      columns: columnsOfInputs(sources),
      assumed: place.assumed,
      score: (columns, rows) => {
        const scores = foreign.score(sources.map((source) => inputColumn(source, columns, rows)));
        return Float64Array.from({ length: rows }, (_, row) => scores[row * width + place.at] ?? Number.NaN);
      },
    },
  };
}

const YES = new Set(['1', '1.0', 'true', 'yes', 'y']);

function placeOfOutcome(
  classes: readonly string[] | null,
  outcome: string | null,
): { readonly at: number; readonly assumed: string | null } | { readonly sentence: string } {
  if ((classes === null) !== (outcome === null)) return { sentence: otherKind(outcome) };
  if (classes === null || outcome === null) return { at: 0, assumed: null };
  if (classes.length > 2)
    return { sentence: 'It tells more than two outcomes apart. Expectations are about one outcome or one amount.' };
  const at = classes.findIndex((name) => name.toLowerCase() === outcome.toLowerCase());
  if (at >= 0) return { at, assumed: null };
  const yes = classes.findIndex((name) => YES.has(name.toLowerCase()));
  if (yes < 0)
    return { sentence: `It does not know the outcome "${outcome}": it tells ${classes.join(' and ')} apart.` };
  return {
    at: yes,
    assumed: `The file calls its outcomes ${classes.join(' and ')}; ${classes[yes]} is taken for "${outcome}".`,
  };
}

function otherKind(outcome: string | null): string {
  return outcome === null
    ? 'It foresees one of several outcomes, and the expectation is about an amount.'
    : 'It foresees an amount, and the expectation is about a chance. Log a classifier with its probabilities.';
}

function unfit(sentence: string): PreparedModel {
  return { kind: 'unfit', sentence };
}
