import { type Draft, partAt, withPart } from '../draft-path.ts';
import { decisionPolicySchema, kpiSchema, successCriterionSchema } from '../framing.ts';

const criterion = successCriterionSchema.shape;

/** What holds for a figure that the draft does not state, by path; the framing's own schema decides. */
export const DEFAULT_FIGURES: Readonly<Record<string, number>> = {
  'kpi.scale': kpiSchema.shape.scale.parse(undefined),
  'decisionPolicy.cycleDays': decisionPolicySchema.shape.cycleDays.parse(undefined),
  'decisionPolicy.fixedCostCents': decisionPolicySchema.shape.fixedCostCents.parse(undefined),
  'successCriterion.holdoutShare': criterion.holdoutShare.parse(undefined),
  'successCriterion.exploreShare': criterion.exploreShare.parse(undefined),
  'successCriterion.actionWindowDays': criterion.actionWindowDays.parse(undefined),
  'successCriterion.lateGraceDays': criterion.lateGraceDays.parse(undefined),
  'successCriterion.predictionFloor': criterion.predictionFloor.parse(undefined),
  'successCriterion.reachTarget': criterion.reachTarget.parse(undefined),
  'successCriterion.minUnitsPerArm': criterion.minUnitsPerArm.parse(undefined),
  'successCriterion.minEventsPerArm': criterion.minEventsPerArm.parse(undefined),
  'successCriterion.alphaLooks': criterion.alphaLooks.parse(undefined),
  'successCriterion.alphaReadOut': criterion.alphaReadOut.parse(undefined),
};

/** The currency while none is stated. */
export const DEFAULT_CURRENCY = criterion.currency.parse(undefined);

/** The currency that a draft states, or else the usual one. */
export function currencyOf(stated: unknown): string {
  return typeof stated === 'string' ? stated : DEFAULT_CURRENCY;
}

/** How the evidence is made unless somebody chooses another way: the only one that can show what the action does. */
export const DEFAULT_DESIGN = 'holdout';

/** The draft with the choices that the form shows as made; added with the first change, so that reading changes nothing. */
export function withStartingChoices(draft: Draft): Draft {
  return partAt(draft, 'successCriterion.design') === undefined
    ? withPart(draft, 'successCriterion.design', DEFAULT_DESIGN)
    : draft;
}
