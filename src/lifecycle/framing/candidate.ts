import { z } from 'zod';
import { centsSchema, currencySchema } from '../../platform/contract/wire.ts';
import { decisionPolicySchema, predictionTaskSchema } from './framing.ts';

const words = (max: number) => z.string().trim().min(1).max(max);

/** How feasible a candidate is, and how risky. */
export const LEVELS = ['low', 'medium', 'high'] as const;

/** How feasible a candidate is, and how risky. */
export type Level = (typeof LEVELS)[number];

const judgementSchema = z.object({ level: z.enum(LEVELS), reason: words(300) });

/** Limits of candidates, stated once. */
export const CANDIDATE_LIMITS = {
  /** Most candidates of one initiative, discarded ones included; so their list is one page. */
  perInitiative: 60,
  /** Notes of the board that are offered. */
  notes: 300,
  /** Longest reason, in characters. */
  reasonLength: 1_000,
} as const;

/**
 * A possible prediction task while it is compared with others. Its fields are those of the framing, and any of them may
 * still be missing: what is missing is named beside it.
 */
export const candidateContentSchema = z
  .object({
    /** What people call it, e.g. "Call customers who are about to leave". */
    title: words(120),
    predictionTask: predictionTaskSchema.partial().default({}),
    decisionPolicy: decisionPolicySchema
      .pick({ action: true, actor: true, capacityPerCycle: true, cycleDays: true, costPerActionCents: true })
      .partial()
      .default({ cycleDays: 30 }),
    currency: currencySchema.default('EUR'),
    /** What it would bring in a cycle before the cost of acting, and whose estimate that is. */
    value: z
      .object({ lowCents: centsSchema.min(0), highCents: centsSchema.min(0), estimatedBy: words(120) })
      .refine(({ lowCents, highCents }) => lowCents <= highCents, {
        path: ['highCents'],
        message: 'The range ends below its beginning; swap the two.',
      })
      .optional(),
    feasibility: judgementSchema.optional(),
    risk: judgementSchema.optional(),
  })
  .meta({ id: 'CandidateContent' });

/** What a candidate says. */
export type CandidateContent = z.infer<typeof candidateContentSchema>;

/** Where a candidate stands: compared, chosen for the framing, or set aside with a reason. */
export const CANDIDATE_STATES = ['open', 'chosen', 'discarded'] as const;

/** Where a candidate stands. */
export type CandidateState = (typeof CANDIDATE_STATES)[number];

/** The note of the board that a candidate came from, as it read then. */
export const sourceNoteSchema = z.object({ id: z.string().max(100), text: z.string(), authorName: z.string() });

/** The note of the board that a candidate came from, as it read then. */
export type SourceNote = z.infer<typeof sourceNoteSchema>;

/** A candidate prediction task of an initiative. */
export interface Candidate {
  readonly id: string;
  readonly state: CandidateState;
  readonly content: CandidateContent;
  readonly note: SourceNote | null;
  /** Counts its changes, so that nobody overwrites a newer one. */
  readonly revision: number;
  readonly createdByName: string;
  readonly updatedByName: string;
  readonly updatedAt: string;
  /** Who chose or discarded it, when and why; `null` while it is compared. */
  readonly decision: { readonly byName: string; readonly at: string; readonly reason: string } | null;
  /** Who of the table supports it, in the order of their doing so. */
  readonly supporters: readonly { readonly accountId: string; readonly name: string }[];
}

/** Money of a candidate, in cents of its currency. */
export interface CandidateWorth {
  readonly lowCents: number;
  readonly highCents: number;
}

/** Days over which candidates with cycles of different lengths are compared. */
export const COMPARED_DAYS = 30;

/**
 * What a candidate would bring in `COMPARED_DAYS` days after the cost of acting at full capacity, so that a weekly and a
 * monthly cycle can be compared; `null` while a part of it is missing. Both ends may be below zero.
 */
export function candidateWorth({ value, decisionPolicy }: CandidateContent): CandidateWorth | null {
  const { capacityPerCycle, costPerActionCents, cycleDays } = decisionPolicy;
  if (!value || capacityPerCycle === undefined || costPerActionCents === undefined || cycleDays === undefined) {
    return null;
  }
  const costCents = capacityPerCycle * costPerActionCents;
  const scale = COMPARED_DAYS / cycleDays;
  return {
    lowCents: Math.round((value.lowCents - costCents) * scale),
    highCents: Math.round((value.highCents - costCents) * scale),
  };
}

/** What a candidate still lacks before it can be compared and become a framing, in words, in the order of the form. */
export function missingOfCandidate({ predictionTask, decisionPolicy, value, feasibility, risk }: CandidateContent) {
  const parts: readonly (readonly [unknown, string])[] = [
    [predictionTask.entity, 'what one prediction is about'],
    [predictionTask.moment, 'when it is predicted'],
    [predictionTask.outcome, 'what is predicted'],
    [predictionTask.waitDays, 'how long until the truth is known'],
    [predictionTask.heuristic, 'the rule of thumb to beat'],
    [decisionPolicy.action, 'the action'],
    [decisionPolicy.actor, 'who acts'],
    [decisionPolicy.capacityPerCycle, 'how many actions are possible'],
    [decisionPolicy.costPerActionCents, 'what one action costs'],
    [value, 'what it would bring'],
    [feasibility, 'how feasible it is'],
    [risk, 'how risky it is'],
  ];
  return parts.filter(([stated]) => stated === undefined).map(([, name]) => name);
}

/** Candidates in the order of comparison: by worth at the low end, those of unknown worth last, older ones first. */
export function rankCandidates<Ranked extends Pick<Candidate, 'id' | 'content'>>(
  candidates: readonly Ranked[],
): readonly Ranked[] {
  const low = ({ content }: Ranked) => candidateWorth(content)?.lowCents ?? Number.NEGATIVE_INFINITY;
  return candidates.toSorted((one, other) => compareWorth(low(one), low(other)) || (one.id < other.id ? -1 : 1));
}

/** Higher first; two unknown ones are equal, which their difference would not say. */
function compareWorth(one: number, other: number): number {
  return one === other ? 0 : other - one;
}
