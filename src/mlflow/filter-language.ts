import {
  type FilterCondition,
  type FilterGrammar,
  type OrderTerm,
  readFilter,
  readOrder,
} from '../lifecycle/experiments/index.ts';
import { MlflowError } from './mlflow-error.ts';

export type { FilterCondition, FilterGrammar, OrderTerm } from '../lifecycle/experiments/index.ts';

/**
 * Reads a filter text by the grammar of one kind of entity; all conditions must hold. Absent and empty have none.
 * @throws MlflowError INVALID_PARAMETER_VALUE with the place and the reason
 */
export function parseFilter(text: string | undefined, grammar: FilterGrammar): readonly FilterCondition[] {
  const reading = readFilter(text ?? '', grammar);
  if (reading.kind === 'read') return reading.conditions;
  throw new MlflowError('INVALID_PARAMETER_VALUE', `Invalid filter string: ${reading.message}`);
}

/**
 * Reads a list of order clauses (`metrics.auc DESC`) by the grammar of one kind of entity.
 * @throws MlflowError INVALID_PARAMETER_VALUE with the clause and the reason
 */
export function parseOrder(clauses: readonly string[], grammar: FilterGrammar): readonly OrderTerm[] {
  const reading = readOrder(clauses, grammar);
  if (reading.kind === 'read') return reading.terms;
  throw new MlflowError('INVALID_PARAMETER_VALUE', `Invalid order_by clause: ${reading.message}`);
}
