import { modelSchema } from '../training/index.ts';
import { columnsOfClaim, type ExpectationContent } from './expectation.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';
import { groupQuality, thresholdByBase } from './group-quality.ts';
import type { ModelGroups } from './groups.schema.ts';
import { groupsOfColumn } from './groups-of-column.ts';
import { judgeClaim } from './judge-claim.ts';
import type { JudgeAnswer, JudgeOrder } from './judge-door.ts';
import type { JudgedRows } from './judged-rows.ts';
import type { Judgement } from './judgement.schema.ts';
import { type Foreseen, type PreparedModel, prepareOnnx, prepareOwn } from './scored-model.ts';
import type { ColumnsByName } from './segment.ts';
import { truthOf } from './truth.ts';

/**
 * Judges a model by expectations and by groups. A model that foresees something else, or cannot be given the rows, is told
 * in a sentence.
 */
export function judgeModel(
  order: JudgeOrder,
  report: (progress: { done: number; of: number }) => void = () => {},
): JudgeAnswer {
  const columns: ColumnsByName = new Map(order.source.columns.map((column) => [column.name, column]));
  const rowsFor = rowsByOutcome(order, columns);
  const judgements: { id: string; judgement: Judgement }[] = [];
  let unfit: string | null = null;
  for (const [at, { id, content }] of order.expectations.entries()) {
    const rows = rowsFor(content);
    if (rows.kind === 'unfit') unfit = rows.sentence;
    else judgements.push({ id, judgement: judgeOne(content, rows.rows) });
    report({ done: at + 1, of: order.expectations.length });
  }
  return { judgements, unfit, groups: order.groups && groupsOf(order, order.groups, rowsFor(order.groups)) };
}

function judgeOne({ claim }: ExpectationContent, rows: JudgedRows): Judgement {
  const { assumed } = rows.model;
  if (columnsOfClaim(claim).some((name) => !rows.columns.has(name)))
    return { verdict: 'untold', measured: { kind: 'nothing', reason: 'no-column', rows: 0 }, seen: rows.seen, assumed };
  return { ...judgeClaim(claim, rows), assumed };
}

type PreparedRows =
  | { readonly kind: 'rows'; readonly rows: JudgedRows }
  | { readonly kind: 'unfit'; readonly sentence: string };

/** Prepares the model once for each outcome that is asked about. */
function rowsByOutcome(order: JudgeOrder, columns: ColumnsByName): (foreseen: Foreseen) => PreparedRows {
  const known = new Map<string, PreparedRows>();
  return ({ target, outcome }) => {
    const key = JSON.stringify([target, outcome]);
    const made = known.get(key) ?? rowsOf(order, columns, { target, outcome });
    known.set(key, made);
    return made;
  };
}

function rowsOf(order: JudgeOrder, columns: ColumnsByName, foreseen: Foreseen): PreparedRows {
  const prepared = prepare(order, columns, foreseen);
  if (prepared.kind === 'unfit') return prepared;
  const target = columns.get(foreseen.target);
  if (target === undefined)
    return { kind: 'unfit', sentence: `The table has no column "${foreseen.target}" any more.` };
  const truth = truthOf(target, foreseen, order.source.rows);
  const base = { columns, tableRows: order.source.rows, model: prepared.model, isShare: foreseen.outcome !== null };
  try {
    const { places, predictions, seen } = predict(order, columns, prepared.model, foreseen);
    const own = Float64Array.from(places, (place) => truth[place] ?? Number.NaN);
    return { kind: 'rows', rows: { ...base, places, predictions, truth: own, seen } };
  } catch (error) {
    // What a foreign model says about values that it cannot take, such as a missing whole number.
    if (!(error instanceof RangeError)) throw error;
    return { kind: 'unfit', sentence: `It cannot be given the rows of the table: ${error.message}.` };
  }
}

function prepare({ model, columns }: JudgeOrder, read: ColumnsByName, foreseen: Foreseen): PreparedModel {
  if (model.kind === 'onnx')
    return prepareOnnx(model.bytes, { ...foreseen, columns, signature: model.signature }, read);
  return prepareOwn(modelSchema.parse(JSON.parse(model.document)), foreseen);
}

/** Predictions for rows that the model had not seen where they were kept, else for all rows. */
function predict(
  { model, source }: JudgeOrder,
  columns: ColumnsByName,
  scored: JudgedRows['model'],
  foreseen: Foreseen,
): Pick<JudgedRows, 'places' | 'predictions' | 'seen'> {
  if (model.kind === 'own' && model.heldOut !== null) {
    const { rows, predictions } = model.heldOut;
    const isFirst = isOfFirstClass(model.document, foreseen);
    return { places: rows, predictions: isFirst ? predictions.map((one) => 1 - one) : predictions, seen: 'held-out' };
  }
  return {
    places: Uint32Array.from({ length: source.rows }, (_, row) => row),
    predictions: scored.score(columns, source.rows),
    seen: model.kind === 'own' ? 'learned-from' : 'unknown',
  };
}

/** Kept predictions are of the second class; whoever asks about the first gets what is left to 1. */
function isOfFirstClass(document: string, { outcome }: Foreseen): boolean {
  const { target } = modelSchema.parse(JSON.parse(document));
  return target.kind === 'binary' && target.classes[0] === outcome;
}

function groupsOf(order: JudgeOrder, asked: NonNullable<JudgeOrder['groups']>, prepared: PreparedRows): ModelGroups {
  if (prepared.kind === 'unfit') return prepared;
  const { outcome } = asked;
  if (outcome === null)
    return { kind: 'unfit', sentence: 'It foresees an amount. Groups are compared where it is a chance.' };
  const { rows } = prepared;
  const column = rows.columns.get(asked.column);
  if (column === undefined) return { kind: 'unfit', sentence: `The table has no column "${asked.column}".` };
  const known = Array.from(rows.places.keys()).filter((at) => Number.isFinite(rows.truth[at]));
  if (known.length < EXPECTATION_LIMITS.leastRows)
    return { kind: 'unfit', sentence: `Of ${known.length} rows alone it is known what came true: too few to compare.` };
  const predictions = Float64Array.from(known, (at) => rows.predictions[at] ?? 0);
  const truth = Float64Array.from(known, (at) => rows.truth[at] ?? 0);
  const places = Uint32Array.from(known, (at) => rows.places[at] ?? 0);
  const isYesNo = order.columns.some(({ name, kind }) => name === asked.column && kind === 'yes-no');
  const threshold = asked.threshold ?? thresholdByBase(predictions, truth);
  return {
    kind: 'found',
    column: asked.column,
    outcome,
    rows: known.length,
    seen: rows.seen,
    assumed: rows.model.assumed,
    thresholdFrom: asked.threshold === null ? 'base-rate' : 'chosen',
    found: groupQuality({ ...groupsOfColumn(column, places, isYesNo), predictions, truth, threshold }),
  };
}
