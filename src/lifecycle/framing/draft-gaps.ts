import type { z } from 'zod';
import { type FieldProblem, humanMessage } from '../../platform/contract/index.ts';
import { addDays, dayInWords } from '../../words/index.ts';
import { assumptionsSchema, listAssumptions, type NamedAssumption } from './assumption.ts';
import { believedEnds } from './believed-range.ts';
import {
  type DecisionPolicy,
  decisionPolicySchema,
  type FramingContent,
  framingContentSchema,
  type Kpi,
  kpiSchema,
  predictionTaskSchema,
  type SuccessCriterion,
  successCriterionSchema,
} from './framing.ts';
import { type Entity, effectInWords, holdoutOutlook } from './holdout-outlook.ts';

/** A draft as it was read: complete, or with everything that keeps it from being put forward. */
export type DraftReading =
  | { readonly kind: 'complete'; readonly content: FramingContent }
  | { readonly kind: 'incomplete'; readonly gaps: readonly FieldProblem[] };

/** The parts of a draft that are complete in themselves; rules across fields wait until theirs are. */
interface Parts {
  readonly kpi: Kpi | undefined;
  readonly entity: Entity | undefined;
  readonly policy: DecisionPolicy | undefined;
  readonly criterion: SuccessCriterion | undefined;
  readonly assumptions: readonly NamedAssumption[];
}

/**
 * Reads a draft: its fields one by one, and the rules that tie several of them together. Every gap names its field and
 * says what to do.
 */
export function readDraft(draft: unknown): DraftReading {
  const filled = withParts(draft);
  const parsed = framingContentSchema.safeParse(filled, { error: humanMessage });
  const gaps = [...(parsed.success ? [] : parsed.error.issues.map(fieldGap)), ...rulesAcross(partsOf(filled))];
  return parsed.success && gaps.length === 0
    ? { kind: 'complete', content: parsed.data }
    : { kind: 'incomplete', gaps };
}

/** What keeps a draft from being put forward, by field; empty when nothing does. */
export function draftGaps(draft: unknown): readonly FieldProblem[] {
  const reading = readDraft(draft);
  return reading.kind === 'complete' ? [] : reading.gaps;
}

/** Parts that are absent count as empty, so that the gaps name the fields that the form shows and not whole parts. */
function withParts(draft: unknown) {
  const given = fieldsOf(draft);
  const kpi = fieldsOf(given.kpi);
  const task = fieldsOf(given.predictionTask);
  const criterion = fieldsOf(given.successCriterion);
  const { assumptions, ...parts } = given;
  // An empty register says the same as none, and a signed text has one way to say it.
  const register = assumptions === undefined || isEmptyRecord(assumptions) ? {} : { assumptions };
  return {
    ...parts,
    ...register,
    kpi: { ...kpi, baseline: fieldsOf(kpi.baseline) },
    predictionTask: { ...task, entity: fieldsOf(task.entity) },
    decisionPolicy: fieldsOf(given.decisionPolicy),
    successCriterion: { ...criterion, metric: fieldsOf(criterion.metric) },
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function isEmptyRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function fieldGap(issue: z.core.$ZodIssue): FieldProblem {
  const path = issue.path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
  return { path, message: issue.message };
}

function partsOf(filled: ReturnType<typeof withParts>): Parts {
  return {
    kpi: kpiSchema.safeParse(filled.kpi).data,
    entity: predictionTaskSchema.shape.entity.safeParse(filled.predictionTask.entity).data,
    policy: decisionPolicySchema.safeParse(filled.decisionPolicy).data,
    criterion: successCriterionSchema.safeParse(filled.successCriterion).data,
    assumptions: listAssumptions(assumptionsSchema.safeParse(filled.assumptions).data),
  };
}

function rulesAcross({ kpi, entity, policy, criterion, assumptions }: Parts): readonly FieldProblem[] {
  return [
    ...(kpi ? kpiGaps(kpi) : []),
    ...(criterion ? criterionGaps(criterion) : []),
    ...(kpi && criterion ? readOutGaps(kpi, criterion) : []),
    ...(policy && criterion ? actionGaps(policy, criterion) : []),
    ...(criterion && entity ? answerGaps(criterion, entity) : []),
    ...assumptionGaps(assumptions),
  ];
}

function kpiGaps({ baseline, target, direction, due }: Kpi): readonly FieldProblem[] {
  const gaps: FieldProblem[] = [];
  if (baseline.to < baseline.from) {
    gaps.push({ path: 'kpi.baseline.to', message: 'The period of the starting value ends before it begins.' });
  }
  if (due <= baseline.to) {
    gaps.push({
      path: 'kpi.due',
      message: `The goal is due before its starting value is complete; use a date after ${dayInWords(baseline.to)}.`,
    });
  }
  if (direction === 'up' ? target <= baseline.value : target >= baseline.value) {
    const wanted = direction === 'up' ? 'above' : 'below';
    gaps.push({
      path: 'kpi.target',
      message: `The goal has to be ${wanted} the starting value ${baseline.value}, because ${direction === 'up' ? 'more' : 'less'} is better.`,
    });
  }
  return gaps;
}

function criterionGaps(criterion: SuccessCriterion): readonly FieldProblem[] {
  const { metric, dmin, guardrails, exploreShare, design, actionWindowDays, outcomeWindowDays } = criterion;
  const gaps: FieldProblem[] = [];
  if (metric.kind === 'binary' && dmin >= 1) {
    gaps.push({
      path: 'successCriterion.dmin',
      message: 'The smallest effect worth having is a share here: use a number below 1, such as 0.02 for 2 of 100.',
    });
  }
  if (actionWindowDays > outcomeWindowDays) {
    gaps.push({
      path: 'successCriterion.actionWindowDays',
      message: `An action after day ${outcomeWindowDays} comes too late to change an outcome that is counted until then; use ${outcomeWindowDays} or less.`,
    });
  }
  if (exploreShare > 0.5) {
    gaps.push({
      path: 'successCriterion.exploreShare',
      message: 'Act upon at most 50% of those who are not flagged; a few percent are enough to learn from.',
    });
  } else if (exploreShare > 0 && design !== 'holdout') {
    gaps.push({
      path: 'successCriterion.exploreShare',
      message: 'Acting upon some who are not flagged teaches something only when some of the flagged are left alone.',
    });
  }
  const ids = [metric.id, ...guardrails.map((guardrail) => guardrail.metric.id)];
  guardrails.forEach((guardrail, index) => {
    if (ids.indexOf(guardrail.metric.id) <= index) {
      gaps.push({
        path: `successCriterion.guardrails[${index}].metric.id`,
        message: `"${guardrail.metric.id}" is named twice; every figure is either pursued or guarded, once.`,
      });
    }
  });
  return gaps;
}

function readOutGaps({ baseline }: Kpi, criterion: SuccessCriterion): readonly FieldProblem[] {
  const { readOutOn, outcomeWindowDays, lateGraceDays } = criterion;
  const wait = outcomeWindowDays + lateGraceDays;
  const first = addDays(baseline.to, wait);
  if (readOutOn > first) return [];
  return [
    {
      path: 'successCriterion.readOutOn',
      message: `Nobody who is acted upon after the starting value was taken can be done with their ${wait} days by then; use a date after ${dayInWords(first)}.`,
    },
  ];
}

function actionGaps(policy: DecisionPolicy, criterion: SuccessCriterion): readonly FieldProblem[] {
  const gaps: FieldProblem[] = [];
  const costs = (policy.costPerActionCents ?? 0) + policy.fixedCostCents;
  if (costs > 0 && criterion.valuePerOutcomeCents === undefined) {
    gaps.push({
      path: 'successCriterion.valuePerOutcomeCents',
      message: 'The action costs money; state what one good outcome is worth, or nobody can say whether it pays.',
    });
  }
  if (policy.rule.kind === 'everybody' && criterion.exploreShare > 0) {
    gaps.push({
      path: 'successCriterion.exploreShare',
      message: 'The action is for everybody, so nobody is left who is not flagged; use 0.',
    });
  }
  return gaps;
}

function assumptionGaps(assumptions: readonly NamedAssumption[]): readonly FieldProblem[] {
  return assumptions.flatMap((assumption): readonly FieldProblem[] => {
    const path = `assumptions.${assumption.id}`;
    const ends = believedEnds(assumption);
    if (ends === null) {
      if (assumption.kind === 'other') return [];
      const message = 'State the number that is believed, or the range; without it nothing can be compared later.';
      return [{ path: `${path}.low`, message }];
    }
    const { low, high } = ends;
    if (low > high) return [{ path: `${path}.high`, message: 'The range ends below its beginning; swap the two.' }];
    if (assumption.kind === 'reach' && (low < 0 || high > 1)) {
      return [{ path: `${path}.low`, message: 'A share lies between 0% and 100%.' }];
    }
    if (assumption.kind === 'prediction' && (low < 0 || high > 1)) {
      return [{ path: `${path}.low`, message: 'State it between 0 and 1: 0.5 is a coin, 1 is perfect.' }];
    }
    return [];
  });
}

/** Figures without which only the planner cannot answer; whoever goes ahead knowingly may leave them open. */
const WAIVED_BY_REASON = ['successCriterion.expectedRate', 'successCriterion.expectedSd'];

/** A plan that leaves people alone and still cannot answer is refused, unless the table says that it knows. */
function answerGaps(criterion: SuccessCriterion, entity: Entity): readonly FieldProblem[] {
  if (criterion.design !== 'holdout') return [];
  const outlook = holdoutOutlook(criterion, entity);
  if (outlook.kind === 'known' && outlook.canAnswer) return [];
  const isKnowing = (criterion.openAnswerReason ?? '') !== '';
  if (outlook.kind === 'unknown') return isKnowing && WAIVED_BY_REASON.includes(outlook.gap.path) ? [] : [outlook.gap];
  if (isKnowing) return [];
  const effect = effectInWords(criterion.metric, criterion.dmin, entity);
  return [
    {
      path: 'successCriterion.plannedUnits',
      message:
        `By the read-out this plan cannot tell an effect of ${effect} from none at all. It could ` +
        `${outlook.waysOut.join(', or ')}. To go ahead all the same, say why.`,
    },
  ];
}
