import { z } from 'zod';
import type { Column } from '../../learning/index.ts';
import { descendingOrder } from '../../statistics/index.ts';

/** How much of the list is looked at: the first of 100. */
export const FIRST_SHARES = [0.05, 0.1, 0.2, 0.3] as const;
/** Traits that are told of those who come first. */
const TOLD_TRAITS = 5;
/** A trait is told when it is this much more frequent among them than among all. */
const NOTABLE_DIFFERENCE = 0.1;
/** Columns of numbers are cut at these shares of all rows. */
const CUTS = [0.25, 0.5, 0.75] as const;

const count = z.number().int().min(0);
const share = z.number();

const traitSchema = z.object({
  column: z.string(),
  /** A word of the column, or a side of a limit of its numbers; `yes-no` says 1 or 0. */
  is: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('level'), level: z.string() }),
    z.object({ kind: z.literal('yes-no'), isYes: z.boolean() }),
    z.object({ kind: z.literal('above'), limit: z.number() }),
    z.object({ kind: z.literal('at-most'), limit: z.number() }),
  ]),
  /** Share of those who come first that have it, and share of all rows. */
  ofFirst: share,
  ofAll: share,
});

/** Who stands at the head of the list: how many, how many of them had the outcome, and what sets them apart. */
export const firstOfListSchema = z
  .object({
    share,
    rows: count,
    /** Of them, and of all rows of the list, those in which the outcome came true. */
    events: count,
    allRows: count,
    allEvents: count,
    traits: z.array(traitSchema).readonly(),
  })
  .meta({ id: 'FirstOfList' });

/** Who stands at the head of the list. */
export type FirstOfList = z.infer<typeof firstOfListSchema>;
/** What those who come first have in common. */
export type Trait = z.infer<typeof traitSchema>;

/** Rows by what was foreseen of them while the model had not seen them, with what came true. */
export interface ForeseenRows {
  /** Places of the rows in the columns. */
  readonly rows: ArrayLike<number>;
  readonly probability: ArrayLike<number>;
  /** 1 where the outcome came true, else 0. */
  readonly outcome: ArrayLike<number>;
}

/**
 * Describes the rows with the highest probabilities at several lengths of the list: of each column the one trait that is most
 * over-represented among them, in shares of the rows that have a value. It says who they are and not why.
 */
export function whoComesFirst(columns: readonly Column[], foreseen: ForeseenRows): readonly FirstOfList[] {
  const { rows, probability, outcome } = foreseen;
  const order = descendingOrder(probability);
  const all = Array.from(order, (place) => rows[place] ?? 0);
  const happened = Array.from(order, (place) => outcome[place] ?? 0);
  const eventsOf = (length: number): number => happened.slice(0, length).reduce((sum, one) => sum + one, 0);
  const lengths = FIRST_SHARES.map((part) => Math.max(1, Math.round(part * all.length)));
  // Column after column, so that a wide table needs no more memory than one column of it.
  const told = columns.map((column) => {
    const traits = traitsOf(column, all);
    return lengths.map((length) => mostTelling(column.name, traits, length));
  });
  return FIRST_SHARES.map((part, at) => ({
    share: part,
    rows: lengths[at] ?? 0,
    events: eventsOf(lengths[at] ?? 0),
    allRows: all.length,
    allEvents: eventsOf(all.length),
    traits: told
      .flatMap((ofLengths) => ofLengths[at] ?? [])
      .sort((one, other) => differenceOf(other) - differenceOf(one))
      .slice(0, TOLD_TRAITS),
  }));
}

/** Traits that exclude each other: which one each row has, in the order of the list; -1 where nobody knows. */
interface Sorting {
  readonly traits: readonly Trait['is'][];
  readonly codes: ArrayLike<number>;
}

function mostTelling(column: string, sortings: readonly Sorting[], length: number): readonly Trait[] {
  const traits = sortings.flatMap(({ traits: offered, codes }) => {
    const first = sharesOf(codes, length, offered.length);
    const all = sharesOf(codes, codes.length, offered.length);
    return offered.map((is, code) => ({ column, is, ofFirst: first[code] ?? 0, ofAll: all[code] ?? 0 }));
  });
  const [best] = traits.sort((one, other) => differenceOf(other) - differenceOf(one));
  return best === undefined || differenceOf(best) < NOTABLE_DIFFERENCE ? [] : [best];
}

const differenceOf = ({ ofFirst, ofAll }: Pick<Trait, 'ofFirst' | 'ofAll'>): number => ofFirst - ofAll;

/** Of the rows up to a length that have a value, the share of each trait; 0 where no row has a value. */
function sharesOf(codes: ArrayLike<number>, length: number, traits: number): readonly number[] {
  const counts = Array.from({ length: traits }, () => 0);
  let known = 0;
  for (let row = 0; row < length; row++) {
    const code = codes[row] ?? -1;
    if (code < 0) continue;
    known++;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts.map((having) => (known === 0 ? 0 : having / known));
}

function traitsOf(column: Column, rows: readonly number[]): readonly Sorting[] {
  if (column.kind === 'category') {
    const traits = column.levels.map((level) => ({ kind: 'level' as const, level }));
    return [{ traits, codes: Int32Array.from(rows, (row) => column.codes[row] ?? -1) }];
  }
  const values = Float32Array.from(rows, (row) => column.values[row] ?? Number.NaN);
  const present = values.filter((value) => !Number.isNaN(value)).sort();
  const sorting = (traits: readonly Trait['is'][], isFirst: (value: number) => boolean): Sorting => ({
    traits,
    codes: Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : Number(!isFirst(value)))),
  });
  if (present.every((value) => value === 0 || value === 1)) {
    const yesAndNo = [true, false].map((isYes) => ({ kind: 'yes-no' as const, isYes }));
    return [sorting(yesAndNo, (value) => value === 1)];
  }
  const limits = [...new Set(CUTS.map((cut) => present[Math.floor(cut * (present.length - 1))] ?? 0))];
  return limits.map((limit) =>
    sorting(
      [
        { kind: 'above', limit },
        { kind: 'at-most', limit },
      ],
      (value) => value > limit,
    ),
  );
}
