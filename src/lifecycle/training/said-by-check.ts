import { z } from 'zod';
import { type ColumnRule, leakWords, type StoredCheck } from '../signals/index.ts';
import { type SimpleRule, simpleRuleSchema } from './simple-rule.ts';

/** What a check whether there is anything to predict proposes to whoever trains a model on the same table. */
export const saidByCheckSchema = z
  .object({
    checkId: z.uuid(),
    target: z.string(),
    outcome: z.string().nullable(),
    moment: z.string().nullable(),
    /** Whether the check took the rows as they stand for their order in time, which a training cannot. */
    isInOrderOfRows: z.boolean(),
    /** Columns to leave out, each with the reason in a sentence. */
    leftOut: z.array(z.object({ column: z.string(), reason: z.string() })),
    rule: simpleRuleSchema.nullable(),
  })
  .meta({ id: 'SaidByCheck' });

/** What a check proposes to whoever trains. */
export type SaidByCheck = z.infer<typeof saidByCheckSchema>;

/**
 * What the newest answered check of a data set proposes, as far as its columns are still there; null where nobody asked.
 * @param checks the checks of the initiative, the newest first
 */
export function saidByCheck(
  checks: readonly StoredCheck[],
  datasetId: string,
  columns: readonly string[],
): SaidByCheck | null {
  const check = checks.find((one) => one.datasetId === datasetId && one.result !== null);
  if (!check || !columns.includes(check.choice.target)) return null;
  const { choice, id } = check;
  const here = (column: string): boolean => columns.includes(column) && column !== choice.target;
  const moment = choice.time.kind === 'column' && here(choice.time.column) ? choice.time.column : null;
  return {
    checkId: id,
    target: choice.target,
    outcome: choice.outcome,
    moment,
    isInOrderOfRows: choice.time.kind === 'rows',
    leftOut: reasonsOf(check).filter(({ column }) => here(column)),
    rule: choice.rule !== null && here(choice.rule.column) ? ruleOfCheck(choice.rule) : null,
  };
}

function reasonsOf({ choice, task, result }: StoredCheck): readonly { column: string; reason: string }[] {
  const suspects =
    result === null
      ? []
      : result.found.suspects.map(({ name, signs }) => ({
          column: name,
          reason: `It looks as if it were only known afterwards. ${signs
            .map((sign) => leakWords(sign, { choice, task, result }))
            .join(' ')}`,
        }));
  return [
    ...suspects,
    ...choice.knownLater.map((column) => ({
      column,
      reason: 'Whoever checked the table said: known only afterwards.',
    })),
    ...choice.protected.map((column) => ({
      column,
      reason: 'It is protected: nobody may be treated differently for it.',
    })),
  ];
}

/** The rule of a check as an order of rows: whoever is nearer the side of a limit that it names comes first. */
export function ruleOfCheck(rule: ColumnRule): SimpleRule {
  const { column } = rule;
  if (rule.kind === 'level') return { kind: 'words', column, words: [rule.level] };
  const isHighestFirst = rule.kind === 'order' ? rule.isHigherFirst : rule.isAbove;
  return { kind: 'order', column, first: isHighestFirst ? 'highest' : 'lowest' };
}
