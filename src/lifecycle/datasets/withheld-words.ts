import type { ColumnProfile } from '../../platform/tables/tables.schema.ts';
import { type CheckRule, type DatasetCheck, ruleInWords } from './dataset-check.ts';
import type { ColumnEntry } from './dictionary.ts';

/** What stands in the place of a word that is not shown. */
export const KNOWN_AT_TABLE = 'a value known at the table alone';

/** Why nobody outside of the table may ask about a word, in a sentence. */
export const WITHHELD_REASON = 'its words are about persons and known at the table alone.';

/** Names of columns whose words somebody is not shown; empty for whoever has a seat at the table. */
export type WithheldColumns = ReadonlySet<string>;

/**
 * Whether the words of a column are shown at the table alone: the dictionary says that it is about a person. It is the one
 * rule for every page, answer and file that tells values of a column (decision 0106). Figures over all rows, such as a mean
 * or a range, are shown to every reader. Files of first models go by the same mark (decision 0111).
 */
export function isAboutPersons(entry: Pick<ColumnEntry, 'sensitivity'> | null | undefined): boolean {
  return entry?.sensitivity === 'personal';
}

/** A profile of a column without its words, where they are withheld. */
export function profileShown(profile: ColumnProfile, withheld: WithheldColumns): ColumnProfile {
  return hasWithheldWords(profile, withheld) ? { ...profile, shape: null } : profile;
}

/** Whether a column holds words, or names of things, that are withheld. Yes and no are words of no person. */
export function hasWithheldWords(column: Pick<ColumnProfile, 'name' | 'type'>, withheld: WithheldColumns): boolean {
  return withheld.has(column.name) && (column.type === 'text' || column.type === 'id');
}

/** A check without values of withheld columns: neither those that it accepts nor those that it found. */
export function checkShown(check: DatasetCheck, withheld: WithheldColumns): DatasetCheck {
  const { rule, outcome } = check;
  if (!touches(rule, withheld)) return check;
  return {
    ...check,
    rule: ruleShown(rule, withheld),
    name: checkNameShown(check, withheld),
    // Why a rule could not be looked at is the database's own sentence, which may quote a cell.
    outcome: outcome && {
      ...outcome,
      examples: [],
      sentence: outcome.state === 'impossible' ? 'Why is told at the table alone.' : outcome.sentence,
    },
  };
}

/** What a check is called, without values of withheld columns; a name that somebody gave it stays. */
export function checkNameShown({ name, rule }: Pick<DatasetCheck, 'name' | 'rule'>, withheld: WithheldColumns): string {
  return name === ruleInWords(rule) ? ruleInWords(ruleShown(rule, withheld)) : name;
}

/** Whether a rule speaks of a withheld column. A statement of one's own may read any column. */
function touches(rule: CheckRule, withheld: WithheldColumns): boolean {
  if (rule.kind === 'row-count') return false;
  if (rule.kind === 'sql') return withheld.size > 0;
  return rule.kind === 'unique' ? rule.columns.some((column) => withheld.has(column)) : withheld.has(rule.column);
}

/** A rule without values of withheld columns. */
export function ruleShown(rule: CheckRule, withheld: WithheldColumns): CheckRule {
  return rule.kind === 'accepted' && withheld.has(rule.column) ? { ...rule, values: [KNOWN_AT_TABLE] } : rule;
}
