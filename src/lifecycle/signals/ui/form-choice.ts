import type { CheckChoice } from '../check-choice.ts';
import { ruleFromWords } from '../rule-from-words.ts';
import type { AskedAbout } from './signal-queries.ts';

/** What a column looks like, as the form reads it. */
export type ColumnProfile = NonNullable<AskedAbout['version']['profile']>['columns'][number];

/**
 * What is known already: the target, the moment and the protected columns that were said of the data set, and the rule of
 * thumb where the framing says it exactly.
 */
export function startingChoice({ dataset, version, entries, heuristic }: AskedAbout): CheckChoice {
  const columns = version.profile?.columns ?? [];
  const names = new Set(columns.map(({ name }) => name));
  const { target, moment } = dataset;
  return {
    target: target !== null && names.has(target) ? target : '',
    outcome: null,
    time: moment !== null && names.has(moment) ? { kind: 'column', column: moment } : { kind: 'none' },
    unit: null,
    knownLater: [],
    protected: entries.flatMap(({ name, sensitivity }) =>
      sensitivity === 'protected' && names.has(name) && name !== target ? [name] : [],
    ),
    rule:
      heuristic === null
        ? null
        : ruleFromWords(
            heuristic,
            columns
              .filter(({ name }) => name !== target)
              .map((column) => ({ name: column.name, type: column.type, values: valuesOf(column) })),
          ),
  };
}

/** The values that a column of words or of yes and no offers as outcome; none for numbers of many values. */
export function valuesOf(column: ColumnProfile | undefined): readonly string[] {
  if (column === undefined) return [];
  if (column.type === 'yes-no') return ['yes', 'no'];
  return column.type === 'text' && column.shape?.kind === 'words' ? column.shape.top.map(({ value }) => value) : [];
}
