import { formatAmount, formatCount, formatShare } from '../../words/index.ts';
import type { PlanInput } from './plan-ranges.ts';

/**
 * What acting upon some who are not flagged costs and what it teaches. As many as are left alone are enough, so that both
 * comparisons are equally sure. Says nothing while it is unknown how many there are.
 */
export function exploreSentences({
  criterion,
  costs,
  kpi,
  entity,
}: Pick<PlanInput, 'criterion' | 'costs' | 'kpi' | 'entity'>): readonly string[] {
  const others = (kpi?.population ?? 0) - criterion.plannedUnits;
  if (others <= 0) return [];
  const alone = criterion.holdoutShare * criterion.plannedUnits;
  const enough = Math.min(0.5, Math.ceil((alone / others) * 1_000) / 1_000);
  const price = (share: number) => {
    const cents = Math.round(share * others * criterion.reachTarget * costs.costPerActionCents);
    return cents === 0 ? 'costs nothing that is stated' : `costs about ${formatAmount(cents, criterion.currency)}`;
  };
  const of = `the ${formatCount(others)} ${entity.many} that are not flagged`;
  const teaches = 'shows whether the list leaves out some whom the action would help';
  return criterion.exploreShare > 0
    ? [
        `Acting upon ${formatShare(criterion.exploreShare)} of ${of} ${price(criterion.exploreShare)} and ${teaches}. ` +
          `${formatShare(enough)} would be as many as are left alone, which is enough.`,
      ]
    : [
        `Nobody will know whom the list overlooks. Acting upon ${formatShare(enough)} of ${of} ${teaches}; ` +
          `that ${price(enough)}.`,
      ];
}
