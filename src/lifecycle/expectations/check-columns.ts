import type { SourceTable } from '../training/index.ts';
import { claimProblem, type ExpectationContent, segmentsOf } from './expectation.ts';
import type { Condition } from './segment.ts';

/** What is wrong with an expectation on a table: with the whole, or with one column. */
export type ContentProblem = { readonly reason: string; readonly column: string | null };

/** What is wrong with an expectation for the columns of a table; null where it can be judged. */
export function contentProblem(
  content: ExpectationContent,
  table: Pick<SourceTable, 'columns'>,
): ContentProblem | null {
  const reason = claimProblem(content);
  if (reason !== null) return { reason, column: null };
  const kinds = new Map(table.columns.map(({ name, kind }) => [name, kind]));
  const { target, outcome, claim } = content;
  const ofTarget = kinds.get(target);
  if (ofTarget === undefined) return unknown(target);
  if (ofTarget === 'time' || ofTarget === 'id') return unfit(target, 'it cannot be foreseen.');
  if (ofTarget === 'text' && outcome === null) return unfit(target, 'say which of its words is foreseen.');
  if (ofTarget === 'yes-no' && outcome === null) return unfit(target, 'say whether yes or no is foreseen.');
  if (claim.kind === 'direction' || claim.kind === 'invariance') {
    const kind = kinds.get(claim.column);
    if (kind === undefined) return unknown(claim.column);
    if (claim.column === target) return unfit(target, 'it is what is foreseen.');
    if (kind === 'time' || kind === 'id') return unfit(claim.column, 'models do not learn from names and moments.');
    if (claim.kind === 'direction' && kind === 'text') return unfit(claim.column, 'words have no more and less.');
  }
  for (const condition of segmentsOf(claim).flat()) {
    const problem = conditionProblem(condition, kinds.get(condition.column), target);
    if (problem) return problem;
  }
  return null;
}

function conditionProblem(
  { kind, column }: Condition,
  type: SourceTable['columns'][number]['kind'] | undefined,
  target: string,
): ContentProblem | null {
  if (type === undefined) return unknown(column);
  if (column === target) return unfit(column, 'it is what is foreseen, so nobody knows it beforehand.');
  if (kind === 'missing') return null;
  if (type === 'time') return unfit(column, 'moments are not compared here.');
  const isOrder = kind === 'over' || kind === 'under' || kind === 'between';
  return isOrder && type !== 'number' ? unfit(column, 'it holds no amounts; ask which words it is.') : null;
}

function unknown(column: string): ContentProblem {
  return { column, reason: 'the table has no such column.' };
}

function unfit(column: string, reason: string): ContentProblem {
  return { column, reason };
}
