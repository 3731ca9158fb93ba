import { z } from 'zod';
import type { SuccessCriterion } from './framing.ts';

/**
 * What an assumption is about. All but the last two are later compared with what the records say; what one outcome is
 * worth and everything else is answered by a person.
 */
export const ASSUMPTION_KINDS = [
  'baseline',
  'reach',
  'effect',
  'action-cost',
  'prediction',
  'outcome-value',
  'other',
] as const;

/** What an assumption is about. */
export type AssumptionKind = (typeof ASSUMPTION_KINDS)[number];

/** The words on screen for what an assumption is about. */
export const ASSUMPTION_KIND_NAME: Readonly<Record<AssumptionKind, string>> = {
  baseline: 'How it is when nothing is done',
  reach: 'How many the action reaches',
  effect: 'What the action changes',
  'action-cost': 'What one action costs',
  prediction: 'How good the predictions are',
  'outcome-value': 'What one good outcome is worth',
  other: 'Something else',
};

const words = (max: number) => z.string().trim().min(1).max(max);

/** Something that is believed when the framing is signed, by whom and why, and how it would be found out. */
export const assumptionSchema = z
  .object({
    /** In the believer's own words, e.g. "The call saves 5 of every 100". */
    statement: words(300),
    kind: z.enum(ASSUMPTION_KINDS).default('other'),
    /** Who believes it, by name. */
    believedBy: words(120),
    reason: words(500),
    /**
     * The believed range: shares 0..1 for `reach` and for a yes-or-no `baseline` and `effect`, cents for money, the area
     * under the ROC curve for `prediction`, else in `unit`. One number alone stands for a belief in just that number.
     */
    low: z.number().optional(),
    high: z.number().optional(),
    /** The unit of a number that the records do not know. */
    unit: z.string().trim().max(40).optional(),
    /** How it would be checked. */
    check: words(300),
  })
  .meta({ id: 'Assumption' });

/** One entry of the assumption register. */
export type Assumption = z.infer<typeof assumptionSchema>;

/** The name of an assumption within its register: short, and safe as a part of a path. */
export const assumptionIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'Use letters, digits, "_" and "-" only.');

/** Most assumptions of one framing. */
export const MOST_ASSUMPTIONS = 40;

/** The assumption register: what is believed, by the name of each entry. Names sort in the order of writing. */
export const assumptionsSchema = z
  .record(assumptionIdSchema, assumptionSchema)
  .refine((register) => Object.keys(register).length <= MOST_ASSUMPTIONS, {
    message: `Keep at most ${MOST_ASSUMPTIONS} assumptions; more than that nobody checks.`,
  });

/** An entry with its name. */
export type NamedAssumption = Assumption & { readonly id: string };

/** The entries of a register in the order in which they were written. */
export function listAssumptions(
  register: Readonly<Record<string, Assumption>> | undefined,
): readonly NamedAssumption[] {
  return Object.entries(register ?? {})
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, assumption]) => ({ ...assumption, id }));
}

/** What was found out about an assumption. */
export const ASSUMPTION_FINDINGS = ['held', 'did-not-hold'] as const;

/** What was found out about an assumption. */
export type AssumptionFinding = (typeof ASSUMPTION_FINDINGS)[number];

/** A person's answer to whether an assumption held; the latest one counts, and none is ever changed. */
export interface AssumptionAnswer {
  readonly assumptionId: string;
  readonly finding: AssumptionFinding;
  /** How it was found out. */
  readonly reason: string;
  readonly accountId: string;
  /** The name as it was then. */
  readonly name: string;
  readonly at: string;
}

/** The register of a version with what people found out, for the rooms that measure. */
export interface AssumptionRegister {
  readonly version: number;
  /** How the numbers of this version are read: those of the outcome and of money. */
  readonly numbers: Pick<SuccessCriterion, 'metric' | 'currency'>;
  readonly assumptions: readonly NamedAssumption[];
  /** The latest answer of each answered assumption. */
  readonly answers: readonly AssumptionAnswer[];
}
