import { KNOWN_AT_TABLE, type WithheldColumns } from '../datasets/index.ts';
import type { ColumnFacts } from './column-facts.ts';
import type { SourceTable } from './columns-source.ts';
import type { SimpleRule } from './simple-rule.ts';
import type { StoredTraining } from './training.ts';
import type { TrainingResult } from './training-result.schema.ts';
import type { FirstOfList } from './who-comes-first.ts';

/** A training without words of columns that are withheld. What it foresees is what the question is about, and stays. */
export function trainingShown(training: StoredTraining, withheld: WithheldColumns): StoredTraining {
  if (withheld.size === 0) return training;
  const { request, result } = training;
  return {
    ...training,
    request: { ...request, rule: request.rule && ruleShown(request.rule, withheld) },
    result: result && resultShown(result, withheld),
  };
}

/** A table that can be learned from, without words of columns that are withheld. */
export function tableShown(table: SourceTable, withheld: WithheldColumns): SourceTable {
  if (withheld.size === 0) return table;
  const columns = table.columns.map((column) => (withheld.has(column.name) ? { ...column, values: [] } : column));
  return { ...table, columns };
}

function resultShown(result: TrainingResult, withheld: WithheldColumns): TrainingResult {
  const { columns, courses, rule, first } = result;
  return {
    ...result,
    columns: columns.map((facts) => factsShown(facts, withheld)),
    // A course over words names them at each point, so that nothing of it could be shown.
    courses: courses.filter(({ column, points }) => !(withheld.has(column) && typeof points[0]?.value === 'string')),
    rule: rule && { ...rule, rule: ruleShown(rule.rule, withheld) },
    first: first === null ? null : first.map((list) => firstShown(list, withheld)),
  };
}

function factsShown(facts: ColumnFacts, withheld: WithheldColumns): ColumnFacts {
  return facts.kind === 'category' && withheld.has(facts.name) ? { ...facts, levels: [] } : facts;
}

function ruleShown(rule: SimpleRule, withheld: WithheldColumns): SimpleRule {
  return rule.kind === 'words' && withheld.has(rule.column) ? { ...rule, words: [KNOWN_AT_TABLE] } : rule;
}

function firstShown(list: FirstOfList, withheld: WithheldColumns): FirstOfList {
  const traits = list.traits.map((trait) =>
    trait.is.kind === 'level' && withheld.has(trait.column)
      ? { ...trait, is: { ...trait.is, level: KNOWN_AT_TABLE } }
      : trait,
  );
  return { ...list, traits };
}
