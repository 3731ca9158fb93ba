import { z } from 'zod';
import type { CategoryColumn, Column, NumberColumn } from '../../learning/index.ts';

/** Levels that are told of a column of words, the most frequent first. */
const TOLD_LEVELS = 20;

/** What is usual in a column that a model learned from. Shares are of the rows that have a value. */
export const columnFactsSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('number'),
    name: z.string(),
    /** Share of rows without a value. */
    missing: z.number(),
    least: z.number(),
    /** Four of five values lie from `low` to `high`. */
    low: z.number(),
    middle: z.number(),
    high: z.number(),
    most: z.number(),
  }),
  z.object({
    kind: z.literal('yes-no'),
    name: z.string(),
    missing: z.number(),
    /** Share of the rows with a value that say yes (1). */
    yes: z.number(),
  }),
  z.object({
    kind: z.literal('category'),
    name: z.string(),
    missing: z.number(),
    levels: z.array(z.object({ level: z.string(), share: z.number() })).readonly(),
  }),
]);

/** What is usual in a column. */
export type ColumnFacts = z.infer<typeof columnFactsSchema>;

/** What is usual in a column that has at least one value. */
export function columnFacts(column: Column): ColumnFacts {
  return column.kind === 'number' ? numberFacts(column) : categoryFacts(column);
}

function numberFacts({ name, values }: NumberColumn): ColumnFacts {
  const present = values.filter((value) => !Number.isNaN(value)).sort();
  const missing = 1 - present.length / values.length;
  if (present.every((value) => value === 0 || value === 1)) {
    return { kind: 'yes-no', name, missing, yes: present.reduce((sum, value) => sum + value, 0) / present.length };
  }
  const at = (share: number): number => present[Math.round(share * (present.length - 1))] ?? Number.NaN;
  return {
    kind: 'number',
    name,
    missing,
    least: at(0),
    low: at(0.1),
    middle: at(0.5),
    high: at(0.9),
    most: at(1),
  };
}

function categoryFacts({ name, levels, codes }: CategoryColumn): ColumnFacts {
  const counts = levels.map(() => 0);
  let present = 0;
  for (const code of codes) {
    if (code < 0) continue;
    counts[code] = (counts[code] ?? 0) + 1;
    present++;
  }
  const told = levels
    .map((level, code) => ({ level, share: (counts[code] ?? 0) / present }))
    .sort((one, other) => other.share - one.share)
    .slice(0, TOLD_LEVELS);
  return { kind: 'category', name, missing: 1 - present / codes.length, levels: told };
}

/** The value that is most usual: nobody's own, so that an example row tells about nobody. */
export function usualValue(facts: ColumnFacts): number | string {
  if (facts.kind === 'number') return facts.middle;
  return facts.kind === 'yes-no' ? Math.round(facts.yes) : (facts.levels[0]?.level ?? '');
}
