import { descendingOrder } from './descending-order.ts';

/** Scored units of a randomised phase with equal propensities, outcome in benefit direction. */
export interface CurveUnits {
  readonly score: ArrayLike<number>;
  /** 1 for the action arm, 0 for the holdout. */
  readonly action: ArrayLike<number>;
  readonly benefit: ArrayLike<number>;
}

/** Both curves after the `units` highest scores. */
export interface CurvePoint {
  readonly units: number;
  /** Difference in mean benefit between the arms so far, times the units so far. */
  readonly uplift: number;
  /** Benefit of the action arm minus that of the holdout scaled to the action arm's size. */
  readonly qini: number;
}

/** Classic uplift and Qini curves, for display only; no verdict rests on them. */
export type UpliftCurves =
  | {
      readonly kind: 'estimated';
      /** From no unit to all; evenly thinned to at most the wanted number of points. */
      readonly points: readonly CurvePoint[];
      /** Area under the uplift curve (trapezoids over units), and the same minus the random line's. */
      readonly auuc: number;
      readonly auucMinusRandom: number;
      /** Area under the Qini curve, and the same minus the random line's. */
      readonly auqc: number;
      readonly qiniMinusRandom: number;
      /** `qiniMinusRandom` divided by the squared number of units. */
      readonly qiniPerUnitSquared: number;
      /** Height of the uplift curve at its end: benefit gained if everybody got the action. */
      readonly totalGain: number;
    }
  | { readonly kind: 'unavailable'; readonly reason: 'empty_arm' | 'not_finite' };

/**
 * Radcliffe's Qini and the uplift curve over distinct scores, as in scikit-uplift 0.1.
 *
 * @throws RangeError when the columns differ in length.
 */
export function upliftCurves({ score, action, benefit }: CurveUnits, maxPoints = 200): UpliftCurves {
  const count = score.length;
  if (action.length !== count || benefit.length !== count) throw new RangeError('columns must have the same length');
  for (let i = 0; i < count; i++) {
    if (!(Number.isFinite(score[i]) && Number.isFinite(benefit[i])))
      return { kind: 'unavailable', reason: 'not_finite' };
  }
  const order = descendingOrder(score);
  const soFar = { action: 0, holdout: 0, actionBenefit: 0, holdoutBenefit: 0 };
  const points: CurvePoint[] = [];
  let last: CurvePoint = { units: 0, uplift: 0, qini: 0 };
  let auuc = 0;
  let auqc = 0;
  const spacing = count / Math.max(1, maxPoints - 1);
  points.push(last);
  for (let rank = 0; rank < count; rank++) {
    const unit = order[rank] as number;
    const y = benefit[unit] as number;
    if (action[unit] === 1) {
      soFar.action++;
      soFar.actionBenefit += y;
    } else {
      soFar.holdout++;
      soFar.holdoutBenefit += y;
    }
    const isLast = rank === count - 1;
    if (!isLast && score[order[rank + 1] as number] === score[unit]) continue;
    const point = curvePoint(soFar);
    auuc += ((point.units - last.units) * (point.uplift + last.uplift)) / 2;
    auqc += ((point.units - last.units) * (point.qini + last.qini)) / 2;
    if (isLast || point.units >= points.length * spacing) points.push(point);
    last = point;
  }
  if (soFar.action === 0 || soFar.holdout === 0) return { kind: 'unavailable', reason: 'empty_arm' };
  const qiniMinusRandom = auqc - (last.qini * count) / 2;
  return {
    kind: 'estimated',
    points,
    auuc,
    auucMinusRandom: auuc - (last.uplift * count) / 2,
    auqc,
    qiniMinusRandom,
    qiniPerUnitSquared: qiniMinusRandom / count ** 2,
    totalGain: last.uplift,
  };
}

interface SoFar {
  readonly action: number;
  readonly holdout: number;
  readonly actionBenefit: number;
  readonly holdoutBenefit: number;
}

/** An arm without units so far counts as mean 0, as scikit-uplift does. */
function curvePoint({ action, holdout, actionBenefit, holdoutBenefit }: SoFar): CurvePoint {
  const actionMean = action > 0 ? actionBenefit / action : 0;
  const holdoutMean = holdout > 0 ? holdoutBenefit / holdout : 0;
  const units = action + holdout;
  return { units, uplift: (actionMean - holdoutMean) * units, qini: actionBenefit - holdoutMean * action };
}
