import { makeTable, modelSchema, referenceRows } from '../training/index.ts';
import { explainCells } from './explain-cells.ts';
import type { ExplainOrder, Told } from './explain-door.ts';
import { findRow } from './find-row.ts';
import { modelOverview } from './model-overview.ts';

/** Answers one question about a model from the rows that it learned from. The same order gives the same answer. */
export function answerQuestion({ document, source, wish, foreseen, question }: ExplainOrder): Told {
  const model = modelSchema.parse(JSON.parse(document));
  const made = makeTable(source, wish);
  if (made.kind === 'unavailable') throw new RangeError(`a table that was learned from has ${made.reason}`);
  if (question.kind === 'overview') return { kind: 'overview', overview: modelOverview(model, made) };
  const reference = referenceRows(made.table.columns);
  const { levers, threshold } = question;
  if (question.kind === 'cells') {
    const { cells } = question;
    return {
      kind: 'answer',
      row: null,
      answer: explainCells(model, reference, foreseen, { cells, levers, threshold }),
    };
  }
  const row = findRow(source, made, question.nameColumns, question.row);
  if (row === null) return { kind: 'no-row' };
  const { cells } = row;
  return { kind: 'answer', row, answer: explainCells(model, reference, foreseen, { cells, levers, threshold }) };
}
