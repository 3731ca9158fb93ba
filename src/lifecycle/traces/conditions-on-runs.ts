import type { FilterCondition } from '../experiments/index.ts';

/** Keys of conditions on the run of a trace, in the words of the tables: an index has each, and none has both. */
export const MADE_IN = 'made_in';
export const LINKED_TO = 'linked_to';

/** The metadata in which a client says in which run a trace was made. */
const SOURCE_RUN = 'mlflow.sourceRun';

/**
 * Conditions that ask for runs in one way alone: `run_id` where a trace may have been made in the run or linked to it. What
 * is said of runs otherwise than by their ids is about those that traces were made in, as in MLflow.
 */
export function inWordsOfRuns(conditions: readonly FilterCondition[]): readonly FilterCondition[] {
  return conditions.map(inOneWord);
}

/** The searches whose findings together are those of conditions in words of runs, and each of which an index answers. */
export function alternativesOf(conditions: readonly FilterCondition[]): readonly (readonly FilterCondition[])[] {
  const at = conditions.findIndex(({ kind, key }) => kind === 'attribute' && key === 'run_id');
  if (at === -1) return [conditions];
  return [MADE_IN, LINKED_TO].map((key) => conditions.map((one, place) => (place === at ? { ...one, key } : one)));
}

function inOneWord(condition: FilterCondition): FilterCondition {
  const { kind, key } = condition;
  if (kind === 'metadata' && key === SOURCE_RUN && condition.test === 'text' && condition.operator === '=')
    return { ...condition, kind: 'attribute', key: 'run_id' };
  return kind === 'attribute' && key === 'run_id' && !isListed(condition) ? { ...condition, key: MADE_IN } : condition;
}

function isListed(condition: FilterCondition): boolean {
  return (
    (condition.test === 'text' && condition.operator === '=') || (condition.test === 'list' && !condition.isNegated)
  );
}
