import {
  auc,
  FIELLER_ABOVE_G,
  type Interval,
  type Moments,
  momentsOf,
  normalInterval,
  relativeLift,
  twoSidedCritical,
  varianceOfMean,
} from '../../statistics/index.ts';
import type { Claim } from './expectation.ts';
import { isTooFew } from './expectation.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';
import { judgeChanges } from './judge-changes.ts';
import type { JudgedRows } from './judged-rows.ts';
import { type ClaimJudgement, type Measured, verdictOfRange } from './judgement.schema.ts';
import { type Segment, segmentTest } from './segment.ts';

const ALPHA = 0.05;

/** Judges one claim on the rows and predictions of a model; ranges hold 95 of 100 times. */
export function judgeClaim(claim: Claim, rows: JudgedRows): ClaimJudgement {
  switch (claim.kind) {
    case 'direction':
    case 'invariance':
      return judgeChanges(claim, rows);
    case 'comparison':
      return judgeComparison(claim, rows);
    case 'level': {
      const own = predictionsOf(claim.segment, rows);
      if (isTooFew(own.length)) return nothing('too-few-rows', own.length, rows);
      const measured = meanOf(own, rows.isShare);
      return {
        verdict: verdictOfRange(measured.interval, { least: claim.from, most: claim.to }),
        measured: { kind: 'mean', ...measured, rows: own.length },
        seen: rows.seen,
      };
    }
    case 'quality':
      return claim.measure === 'order' ? judgeOrder(claim, rows) : judgeError(claim, rows);
  }
}

function nothing(
  reason: Extract<Measured, { kind: 'nothing' }>['reason'],
  rows: number,
  { seen }: Pick<JudgedRows, 'seen'>,
): ClaimJudgement {
  return { verdict: 'untold', measured: { kind: 'nothing', reason, rows }, seen };
}

/** Places in `rows.places` whose row is in the segment. */
function membersOf(segment: Segment, { places, columns }: JudgedRows): readonly number[] {
  const isIn = segmentTest(segment, columns);
  return Array.from(places.keys()).filter((at) => isIn(places[at] ?? 0));
}

function predictionsOf(segment: Segment, rows: JudgedRows): readonly number[] {
  return membersOf(segment, rows).map((at) => rows.predictions[at] ?? Number.NaN);
}

/** The ratio of two mean predictions: the delta method, Fieller's range where the smaller mean is uncertain. */
function judgeComparison(claim: Extract<Claim, { kind: 'comparison' }>, rows: JudgedRows): ClaimJudgement {
  const isGroup = segmentTest(claim.group, rows.columns);
  const isOther = claim.against === null ? () => true : segmentTest(claim.against, rows.columns);
  const [group, others]: [number[], number[]] = [[], []];
  for (const [at, place] of rows.places.entries()) {
    const prediction = rows.predictions[at] ?? Number.NaN;
    // A row is in one of the two, so that they are independent.
    if (isGroup(place)) group.push(prediction);
    else if (isOther(place)) others.push(prediction);
  }
  const fewest = Math.min(group.length, others.length);
  if (isTooFew(fewest)) return nothing('too-few-rows', fewest, rows);
  const [ofGroup, ofOthers] = [momentsOf(group), momentsOf(others)];
  const lift = relativeLift({ action: estimateOf(ofGroup), holdout: estimateOf(ofOthers) }, ALPHA);
  if (lift.kind === 'unavailable' || !(ofOthers.mean > 0)) return nothing('no-range', fewest, rows);
  const range = lift.g > FIELLER_ABOVE_G ? lift.fieller : lift.interval;
  if (range === null) return nothing('no-range', fewest, rows);
  const interval = { lower: 1 + range.lower, upper: 1 + range.upper };
  return {
    verdict: verdictOfRange(interval, claim.bound === 'at-least' ? { least: claim.times } : { most: claim.times }),
    measured: {
      kind: 'ratio',
      estimate: 1 + lift.estimate,
      interval,
      groupRows: group.length,
      groupMean: ofGroup.mean,
      otherRows: others.length,
      otherMean: ofOthers.mean,
    },
    seen: rows.seen,
  };
}

function estimateOf(moments: Moments) {
  return { estimate: moments.mean, standardError: Math.sqrt(varianceOfMean(moments)) };
}

/** The mean with Student's range; a chance stays between 0 and 1. */
function meanOf(
  values: readonly number[],
  isShare: boolean,
): { readonly estimate: number; readonly interval: Interval } {
  const moments = momentsOf(values);
  const { estimate, standardError } = estimateOf(moments);
  const range = normalInterval(estimate, standardError, twoSidedCritical(ALPHA, moments.count - 1));
  const within = (value: number): number => (isShare ? Math.min(1, Math.max(0, value)) : value);
  return { estimate, interval: { lower: within(range.lower), upper: within(range.upper) } };
}

function judgeOrder({ segment, bound }: Extract<Claim, { kind: 'quality' }>, rows: JudgedRows): ClaimJudgement {
  const { truth, predictions } = rows;
  const known = membersOf(segment, rows).filter((at) => Number.isFinite(truth[at]));
  const outcome = known.map((at) => truth[at] ?? 0);
  const cases = outcome.filter((value) => value === 1).length;
  const least = EXPECTATION_LIMITS.leastCases;
  if (isTooFew(known.length) || cases < least || known.length - cases < least)
    return nothing('too-few-rows', known.length, rows);
  const order = auc({ score: known.map((at) => predictions[at] ?? 0), outcome }, ALPHA);
  if (order.kind === 'unavailable') return nothing('no-range', known.length, rows);
  const { estimate, logitInterval: interval } = order;
  return {
    verdict: verdictOfRange(interval, { least: bound }),
    measured: { kind: 'order', estimate, interval, rows: known.length, cases },
    seen: rows.seen,
  };
}

function judgeError({ segment, bound }: Extract<Claim, { kind: 'quality' }>, rows: JudgedRows): ClaimJudgement {
  const { truth, predictions } = rows;
  const errors = membersOf(segment, rows)
    .map((at) => Math.abs((predictions[at] ?? 0) - (truth[at] ?? Number.NaN)))
    .filter(Number.isFinite);
  if (isTooFew(errors.length)) return nothing('too-few-rows', errors.length, rows);
  const measured = meanOf(errors, false);
  return {
    verdict: verdictOfRange(measured.interval, { most: bound }),
    measured: { kind: 'error', ...measured, rows: errors.length },
    seen: rows.seen,
  };
}
