import { z } from 'zod';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';
import { columnsOfSegment, type Segment, segmentSchema } from './segment.ts';

const column = z.string().min(1).max(500);
const tolerance = z.number().min(0);

/**
 * What somebody who knows the business expects of a model. Shares are 0 to 1; of an amount, its own unit. "The risk" is
 * what the model foresees for a row: the chance of the outcome, or the amount.
 */
export const claimSchema = z
  .discriminatedUnion('kind', [
    /** The mean risk of a group is at least (at most) `times` that of the others; all other rows where `against` is null. */
    z.object({
      kind: z.literal('comparison'),
      group: segmentSchema,
      against: segmentSchema.nullable(),
      bound: z.enum(['at-least', 'at-most']),
      times: z.number().min(0.01).max(100),
    }),
    /** More of a column never raises (lowers) the risk by more than the tolerance, all else equal. */
    z.object({
      kind: z.literal('direction'),
      column,
      never: z.enum(['raises', 'lowers']),
      tolerance,
      segment: segmentSchema,
    }),
    /** The mean risk of a segment lies in a range. */
    z.object({ kind: z.literal('level'), segment: segmentSchema, from: z.number(), to: z.number() }),
    /** Another value of a column, all else equal, changes the risk by no more than the tolerance. */
    z.object({ kind: z.literal('invariance'), column, tolerance, segment: segmentSchema }),
    /**
     * How good the model is in a segment: `order` is the AUC (0 to 1) and at least the bound, `error` the mean absolute
     * error of an amount and at most the bound.
     */
    z.object({
      kind: z.literal('quality'),
      measure: z.enum(['order', 'error']),
      bound: z.number().min(0),
      segment: segmentSchema,
    }),
  ])
  .meta({ id: 'ExpectationClaim' });

/** What is expected. */
export type Claim = z.infer<typeof claimSchema>;

/** An expectation as it is written: of which data set and outcome, and what. */
export const expectationContentSchema = z
  .object({
    datasetId: z.uuid(),
    /** The column that says what came true. */
    target: column,
    /** The word of it that is foreseen (`yes` of yes and no); null where an amount is. */
    outcome: z.string().min(1).max(500).nullable(),
    claim: claimSchema,
  })
  .meta({ id: 'ExpectationContent' });

/** An expectation as it is written. */
export type ExpectationContent = z.infer<typeof expectationContentSchema>;

/** One version of an expectation; it never changes. */
export interface ExpectationVersion {
  readonly id: string;
  readonly expectationId: string;
  /** Of the expectation within its initiative, from 1. */
  readonly number: number;
  /** From 1; changing supersedes. */
  readonly version: number;
  readonly content: ExpectationContent;
  /** Taken back: it counts no more, and its story stays. */
  readonly isRetired: boolean;
  readonly reason: string | null;
  readonly writtenBy: { readonly accountId: string; readonly name: string };
  readonly writtenAt: Date;
}

/** The segments that a claim speaks of. */
export function segmentsOf(claim: Claim): readonly Segment[] {
  if (claim.kind !== 'comparison') return [claim.segment];
  return claim.against === null ? [claim.group] : [claim.group, claim.against];
}

/** The columns that have to be read to judge a claim, beside those of the model. */
export function columnsOfClaim(claim: Claim): readonly string[] {
  const own = claim.kind === 'direction' || claim.kind === 'invariance' ? [claim.column] : [];
  return [...new Set([...own, ...segmentsOf(claim).flatMap(columnsOfSegment)])];
}

/** Why a claim makes no sense whatever the data are, in a sentence; null where it does. */
export function claimProblem({ outcome, claim }: Pick<ExpectationContent, 'outcome' | 'claim'>): string | null {
  const isShare = outcome !== null;
  for (const condition of segmentsOf(claim).flat()) {
    if (condition.kind === 'between' && condition.from > condition.to)
      return `the range of "${condition.column}" begins above its end.`;
  }
  switch (claim.kind) {
    case 'comparison':
      return claim.group.length === 0 ? 'the group that is compared has no condition, so it is everybody.' : null;
    case 'level':
      if (claim.from > claim.to) return 'the range of the risk begins above its end.';
      return isShare && (claim.from < 0 || claim.to > 1) ? 'a risk lies between 0 and 100 of 100.' : null;
    case 'direction':
    case 'invariance':
      return isShare && claim.tolerance > 1 ? 'a risk cannot change by more than 100 of 100.' : null;
    case 'quality':
      if (claim.measure === 'order' && !isShare) return 'the order of cases is measured where an outcome is foreseen.';
      if (claim.measure === 'error' && isShare) return 'the error in units is measured where an amount is foreseen.';
      return claim.measure === 'order' && (claim.bound <= 0 || claim.bound > 1)
        ? 'the order is right in more than 0 and at most 100 of 100 cases.'
        : null;
  }
}

/** Rows of a model's own that are too few to tell anything. */
export function isTooFew(rows: number): boolean {
  return rows < EXPECTATION_LIMITS.leastRows;
}
