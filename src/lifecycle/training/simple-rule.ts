import { z } from 'zod';
import { ruleScores, unknownLast } from '../../learning/index.ts';
import type { SourceValues } from './columns-source.ts';

/** A rule of thumb over one column: what is first in its order comes first, or certain words come before all others. */
export const simpleRuleSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('order'), column: z.string().min(1), first: z.enum(['highest', 'lowest']) }),
    z.object({ kind: z.literal('words'), column: z.string().min(1), words: z.array(z.string()).min(1).max(50) }),
  ])
  .meta({ id: 'SimpleRule' });

/** A rule of thumb as it is applied to a table. */
export type SimpleRule = z.infer<typeof simpleRuleSchema>;

/** Which end of a column comes first, as people say it. */
export const RULE_ORDER_WORDS = { highest: 'the highest', lowest: 'the lowest' } as const;

/** How high the rule puts each row; rows whose value is missing come last. Null where the column cannot be used so. */
export function scoresOfRule(rule: SimpleRule, values: SourceValues | undefined): Float64Array | null {
  if (values === undefined) return null;
  const { kind, column } = rule;
  const asked = kind === 'words' ? rule : { kind, column, isHigherFirst: rule.first === 'highest' };
  const scores = ruleScores(asked, values);
  return scores && unknownLast(scores);
}
