import { addDays, dayInWords, daysBetween, formatAmount, formatCount, formatShare } from '../../words/index.ts';
import { exploreSentences } from './explore-price.ts';
import {
  decisionPolicySchema,
  kpiSchema,
  predictionTaskSchema,
  type SuccessCriterion,
  successCriterionSchema,
} from './framing.ts';
import { type Entity, effectInWords, type HoldoutOutlook, holdoutOutlook } from './holdout-outlook.ts';
import { NO_MONEY, type PlanMoney, planMoney } from './plan-money.ts';
import { type PlanRanges, planRanges } from './plan-ranges.ts';

/** What the planner answers about a success criterion. */
export interface DesignCheck {
  /** Units needed in all so that zero can be told from `dmin` at the read-out; `null` when that cannot be calculated. */
  readonly unitsNeeded: number | null;
  /** Smallest effect that the planned units can show, per unit reached. */
  readonly detectableEffect: number | null;
  /** Whether the planned read-out is known to be able to answer. */
  readonly canAnswer: boolean;
  /** What leaving units alone costs if the action is worth exactly `dmin`, in cents. */
  readonly costOfKnowingCents: number | null;
  /** Effect at which the money comes out even, per unit acted upon. */
  readonly breakEvenEffect: number | null;
  /** The same as ranges, from a pace and an effect that are not known before; `null` where nothing can be calculated. */
  readonly ranges: PlanRanges | null;
  readonly sentences: readonly string[];
}

const NOT_CALCULATED = { unitsNeeded: null, detectableEffect: null, canAnswer: false } as const;
const UNITS: Entity = { one: 'unit', many: 'units' };

/** What each way of comparing without a draw by chance can show. */
const WEAKER_DESIGN: Readonly<Record<Exclude<SuccessCriterion['design'], 'holdout'>, string>> = {
  rdd: 'Those just above the threshold are compared with those just below; this shows the effect near the threshold only. How many that takes cannot be calculated ahead.',
  did: 'Groups that get the action are compared over time with groups that do not. Because nobody is drawn by chance, the answer can be supported but never shown.',
  synthetic:
    'Whoever gets the action is compared with a mix of similar ones that do not. Because nobody is drawn by chance, the answer can be supported but never shown. This version does not compute it from the ledger yet: the verdict will be "cannot be measured".',
  its: 'The figure before the action is compared with the figure after it. Anything else that changes at the same time looks the same, so the answer can only be suggested. This version does not compute it from the ledger yet: the verdict will be "cannot be measured".',
  none: 'Nothing will be compared, so nobody will be able to say whether the action worked. Leave some alone, drawn by chance, and it can be shown.',
};

/**
 * What a success criterion can show, how long it takes and what knowing costs, in plain words. Takes a draft that may
 * be incomplete and says what it needs. `today` is an ISO day.
 */
export function designCheck(draft: unknown, today: string): DesignCheck {
  const { criterion, costs, entity, kpi, isForEverybody, missing } = planOf(draft);
  if (!criterion) return { ...NOT_CALCULATED, ...NO_MONEY, ranges: null, sentences: [missing] };
  const money = planMoney(criterion, costs);
  const dates = dateSentences(criterion, entity, today);
  if (criterion.design !== 'holdout') {
    return {
      ...NOT_CALCULATED,
      ...money,
      costOfKnowingCents: null,
      ranges: null,
      sentences: [WEAKER_DESIGN[criterion.design], ...breakEvenSentences(criterion, money, entity), ...dates],
    };
  }
  const outlook = holdoutOutlook(criterion, entity);
  const figures =
    outlook.kind === 'known'
      ? {
          unitsNeeded: outlook.unitsNeeded,
          detectableEffect: outlook.detectableEffect,
          canAnswer: outlook.canAnswer,
        }
      : NOT_CALCULATED;
  const ranges = outlook.kind === 'known' ? planRanges({ criterion, costs, kpi, entity, today }, outlook) : null;
  return {
    ...figures,
    ...money,
    ranges,
    sentences: [
      ...outlookSentences(criterion, outlook, entity),
      ...paceSentences(outlook, ranges, entity),
      ...knowingSentences(criterion, money, entity),
      ...breakEvenSentences(criterion, money, entity),
      ...(isForEverybody ? [] : exploreSentences({ criterion, costs, kpi, entity })),
      ...dates,
    ],
  };
}

/** Fields that only explain stand in for missing ones: the planner answers while the form is still being filled in. */
function planOf(draft: unknown) {
  const parts = partOf(draft);
  const given = partOf(parts.successCriterion);
  const criterion = successCriterionSchema.safeParse({
    dminReason: '-',
    ...given,
    metric: { id: 'outcome', name: 'the outcome', ...partOf(given.metric) },
  });
  const policy = decisionPolicySchema
    .pick({ costPerActionCents: true, fixedCostCents: true })
    .safeParse(parts.decisionPolicy).data;
  return {
    criterion: criterion.data,
    costs: { costPerActionCents: policy?.costPerActionCents ?? 0, fixedCostCents: policy?.fixedCostCents ?? 0 },
    entity: predictionTaskSchema.shape.entity.safeParse(partOf(parts.predictionTask).entity).data ?? UNITS,
    isForEverybody: partOf(partOf(parts.decisionPolicy).rule).kind === 'everybody',
    kpi: kpiSchema.pick({ population: true, scale: true }).safeParse(parts.kpi).data,
    missing: criterion.success ? '' : missingSentence(criterion.error.issues.map((issue) => issue.path.join('.'))),
  };
}

function partOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  'metric.kind': 'whether the outcome is a yes or no or an amount',
  'metric.direction': 'which way is good',
  dmin: 'the smallest effect worth having',
  design: 'how the comparison is made',
  holdoutShare: 'the share to leave alone',
  outcomeWindowDays: 'how many days an outcome counts',
  readOutOn: 'the day of the read-out',
  plannedUnits: 'how many are expected until then',
};

function missingSentence(paths: readonly string[]): string {
  const words = [...new Set(paths)].map((path) => FIELD_WORDS[path] ?? `a correct value for "${path}"`);
  return `To calculate what this plan can show, state ${words.join(', ')}.`;
}

function outlookSentences(criterion: SuccessCriterion, outlook: HoldoutOutlook, entity: Entity): readonly string[] {
  if (outlook.kind === 'unknown') return [outlook.gap.message];
  const { metric, dmin, plannedUnits } = criterion;
  const words = (effect: number) => effectInWords(metric, effect, entity);
  const needed =
    `To tell an effect of ${words(dmin)} from none at all, with four chances in five, ` +
    `${formatCount(outlook.unitsNeeded)} ${entity.many} have to be done with their ${criterion.outcomeWindowDays} days; ` +
    `the plan expects ${formatCount(plannedUnits)}.`;
  const shown =
    outlook.detectableEffect === null
      ? `So few ${entity.many} cannot show any effect that is possible.`
      : `The plan can show an effect of ${words(outlook.detectableEffect)} or more.`;
  if (outlook.canAnswer) return [needed, shown, 'This plan can answer the question.'];
  return [needed, shown, `This plan cannot answer the question. It could ${outlook.waysOut.join(', or ')}.`];
}

/** From which day on a read-out could answer, when the planned one cannot. */
function paceSentences(outlook: HoldoutOutlook, ranges: PlanRanges | null, { many }: Entity): readonly string[] {
  if (outlook.kind === 'unknown' || outlook.canAnswer || !ranges?.possibleOn) return [];
  return [
    `At the pace of the plan, ${formatCount(outlook.unitsNeeded)} ${many} are done by ${dayInWords(ranges.possibleOn)}: ` +
      'a read-out on that day or later could answer.',
  ];
}

function knowingSentences(criterion: SuccessCriterion, money: PlanMoney, { many }: Entity): readonly string[] {
  const { holdoutShare, plannedUnits, currency } = criterion;
  const alone = `Leaving ${formatShare(holdoutShare)} of the ${many} alone (${formatCount(holdoutShare * plannedUnits)})`;
  if (money.costOfKnowingCents === null) {
    return [`${alone} has a price, which can be stated once it is known what one good outcome is worth.`];
  }
  return money.costOfKnowingCents === 0
    ? [`${alone} costs nothing if the action has just the smallest effect worth having: it would not earn its cost.`]
    : [
        `${alone} costs about ${formatAmount(money.costOfKnowingCents, currency)} if the action has just the smallest effect worth having. That is the price of knowing (proxy value).`,
      ];
}

function breakEvenSentences(criterion: SuccessCriterion, money: PlanMoney, entity: Entity): readonly string[] {
  const { metric, dmin } = criterion;
  const { breakEvenEffect } = money;
  if (breakEvenEffect === null || breakEvenEffect === 0) return [];
  const even = `The money comes out even at an effect of ${effectInWords(metric, breakEvenEffect, entity)} acted upon.`;
  return breakEvenEffect > dmin
    ? [`${even} That is more than the smallest effect worth having: at that effect the action would lose money.`]
    : [even];
}

function dateSentences(criterion: SuccessCriterion, { many }: Entity, today: string): readonly string[] {
  const { readOutOn, outcomeWindowDays, lateGraceDays, plannedUnits } = criterion;
  const wait = outcomeWindowDays + lateGraceDays;
  const lastDay = addDays(readOutOn, -wait);
  const entryDays = daysBetween(today, lastDay);
  if (entryDays <= 0) {
    return [
      `Nobody who enters from today on can be done with their ${wait} days by ${dayInWords(readOutOn)}; ` +
        `only ${many} that entered by ${dayInWords(lastDay)} count.`,
    ];
  }
  return [
    `Who is to count on ${dayInWords(readOutOn)} has to enter by ${dayInWords(lastDay)}: ` +
      `from today on, that is about ${formatCount(Math.ceil(plannedUnits / entryDays))} ${many} a day.`,
  ];
}
