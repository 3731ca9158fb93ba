import { z } from 'zod';
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
export function scoresOfRule(rule: SimpleRule, column: SourceValues | undefined): Float64Array | null {
  if (column === undefined) return null;
  if (rule.kind === 'words') {
    if (column.kind !== 'category') return null;
    const named = new Set(rule.words);
    const isNamed = column.levels.map((level) => (named.has(level) ? 1 : 0));
    return Float64Array.from(column.codes, (code) => isNamed[code] ?? 0);
  }
  if (column.kind === 'category') return null;
  const sign = rule.first === 'highest' ? 1 : -1;
  const scores = Float64Array.from(column.values, (value) => sign * value);
  const least = scores.reduce(
    (low, score) => (Number.isNaN(score) ? low : Math.min(low, score)),
    Number.POSITIVE_INFINITY,
  );
  return scores.map((score) => (Number.isNaN(score) ? least - 1 : score));
}
