import type { FramingContent, Metric } from '../framing/index.ts';
import type { Role } from '../people/index.ts';
import type { AnswerInput, AnswerWords, CostPerGain, Decided, Estimate, LeftOut, Measure } from './answer-input.ts';
import { intervalAtLook } from './assemble-evidence.ts';
import { type Figure, isBounded } from './comparison.ts';
import type { Look } from './look.ts';
import type { Measurements } from './measure-units.ts';
import type { MoneyEstimate } from './money-words.ts';
import type { Verdict } from './verdict.ts';

/** Who and when, which the ledger does not know. */
export interface AnswerContext {
  /** Names of the people who hold each role. */
  readonly people: Readonly<Partial<Record<Role, string>>>;
  readonly decided: Decided | null;
  /** ISO day by which the addressed roles are to answer. */
  readonly answerBy: string | null;
}

/** Gathers everything that the sentences are made of, in the words of the framing. */
export function assembleAnswer(
  verdict: Verdict,
  measured: Measurements,
  content: FramingContent,
  context: AnswerContext,
): AnswerInput {
  const { successCriterion: criterion, kpi } = content;
  const { look, prediction, reach, money } = measured;
  const whole = measured.goal === null ? null : estimateAtLook(measured.goal.whole, look);
  return {
    verdict,
    words: wordsOf(content),
    measure: measureOf(criterion.metric),
    smallestWorthwhile: criterion.dmin,
    prediction:
      prediction.kind === 'measured'
        ? {
            metric: 'ranking',
            estimate: { interval: prediction.ranking.interval, point: prediction.ranking.estimate },
            floor: criterion.predictionFloor,
            baseRate: prediction.baseRate,
          }
        : null,
    reach:
      reach.reached === null
        ? null
        : {
            estimate: { interval: reach.reached.interval, point: reach.reached.share },
            target: criterion.reachTarget,
          },
    effect: estimateAtLook(measured.effect, look),
    unflaggedEffect: estimateAtLook(measured.targeting.unflagged, look),
    contribution:
      whole === null || measured.goal === null
        ? null
        : { estimate: whole, needed: measured.goal.needed, unit: kpi.unit },
    net: netOf(measured),
    costPerGain: costPerGainOf(measured),
    breakEven: money.kind === 'measured' ? money.breakEven.effectPerActedOn : null,
    windowDays: criterion.outcomeWindowDays,
    progress: measured.outlook.progress,
    readOutOn: criterion.readOutOn,
    answerBy: context.answerBy,
    people: context.people,
    decided: context.decided,
    leftOut: leftOutOf(measured, content),
  };
}

/** A figure as a range with its best estimate; `null` when it is not measured or nothing bounds it. */
export function estimateAtLook(figure: Figure, look: Look): Estimate | null {
  const interval = intervalAtLook(figure, look);
  if (interval === null || figure.kind === 'not-measured' || !isBounded(interval)) return null;
  return { interval, point: figure.estimate };
}

function netOf({ money, look }: Measurements): MoneyEstimate | null {
  if (money.kind === 'not-measured') return null;
  const net = estimateAtLook(money.netTotal, look);
  if (net === null) return null;
  return { intervalMinor: net.interval, pointMinor: net.point, currency: money.currency, label: 'measured' };
}

function costPerGainOf({ money }: Measurements): CostPerGain | null {
  if (money.kind === 'not-measured') return null;
  const { costPerOutcome, currency } = money;
  if (costPerOutcome.kind === 'no_gain') return null;
  const [lowerMinor, upperMinor] =
    costPerOutcome.kind === 'unbounded'
      ? [costPerOutcome.atLeast, null]
      : [costPerOutcome.interval.lower, costPerOutcome.interval.upper];
  return { lowerMinor, upperMinor, currency, label: 'measured' };
}

function leftOutOf(measured: Measurements, { decisionPolicy }: FramingContent): LeftOut {
  const { action, holdout } = measured.counts;
  return {
    mixedUnits: measured.mixed.mixed,
    immatureUnits: action.assigned - action.matured + holdout.assigned - holdout.matured,
    // An action without a cost of its own costs what the framing says, if it says so.
    actionsWithoutCost: decisionPolicy.costPerActionCents === undefined ? measured.reach.uncostedActions : 0,
  };
}

/** The nouns of a framing. The score speaks of the metric's event, so what is predicted is that event. */
function wordsOf({ predictionTask, decisionPolicy, successCriterion }: FramingContent): AnswerWords {
  const { good, bad, direction } = successCriterion.metric;
  const event = direction === 'down' ? bad : good;
  return {
    unit: predictionTask.entity,
    action: decisionPolicy.action,
    predicted: event?.many ?? 'turn out as predicted',
    gain: decisionPolicy.gain ?? { one: 'success', many: 'successes' },
  };
}

function measureOf(metric: Metric): Measure {
  if (metric.kind !== 'binary') {
    return { kind: 'amount', noun: metric.name, unit: metric.unit ?? 'units', direction: metric.direction };
  }
  const reached = { one: `counts as "${metric.name}"`, many: `count as "${metric.name}"` };
  const missed = { one: `does not count as "${metric.name}"`, many: `do not count as "${metric.name}"` };
  const isUp = metric.direction === 'up';
  return {
    kind: 'share',
    good: metric.good ?? (isUp ? reached : missed),
    bad: metric.bad ?? (isUp ? missed : reached),
  };
}
