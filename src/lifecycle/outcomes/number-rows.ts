import type { Interval } from '../../statistics/index.ts';
import { formatAmount } from '../../words/index.ts';
import type { FramingContent } from '../framing/index.ts';
import { type Figure, isBounded } from './comparison.ts';
import type { Look } from './look.ts';
import { DESCRIPTIVE_ALPHA, type MeasuredShare } from './measure-reach.ts';
import type { Measurements } from './measure-units.ts';
import { moneyToRange } from './money-words.ts';
import type { NumberRow } from './outcome-numbers.schema.ts';
import { formatNumber, formatToRange } from './round-to-range.ts';

/** How a figure is written: a share as percent, money in its currency, an amount with its unit. */
type Style =
  | { readonly kind: 'percent' }
  | { readonly kind: 'money'; readonly currency: string }
  | { readonly kind: 'amount'; readonly unit: string };

const PERCENT: Style = { kind: 'percent' };

/** The figures behind the answer for "Show the numbers": each with its method, its range and how many units it rests on. */
export function numberRows(measured: Measurements, content: FramingContent): NumberRow[] {
  return [
    ...recordRows(measured),
    ...predictionRows(measured),
    ...reachRows(measured),
    ...effectRows(measured, content),
    ...moneyRows(measured),
    ...goalRows(measured, content),
  ];
}

/** The rows that may be shown while the effect is hidden: whether the records hold together. */
export function recordRows({ sampleRatio, missing, mixed, densityP, look }: Measurements): NumberRow[] {
  const rows: NumberRow[] = [];
  if (sampleRatio !== null) {
    const { action, holdout, plannedHoldoutShare, anytimePValue, stratum } = sampleRatio;
    const share = action + holdout === 0 ? null : holdout / (action + holdout);
    rows.push({
      ...row('records', 'sample-ratio', 'Share left alone, against the plan'),
      method: 'sequential test of the sample ratio (Dirichlet-multinomial), Holm over strata',
      estimate: share,
      pValue: anytimePValue,
      units: action + holdout,
      text: `${percent(share)} of ${formatNumber(action + holdout)}; planned ${percent(plannedHoldoutShare)}`,
      note: stratum === null ? null : `The group that deviates most: ${stratum}.`,
    });
  }
  rows.push(
    missing === null
      ? {
          ...row('records', 'missing', 'Results missing, action against left alone'),
          method: 'score test of two shares',
          text: 'Not checked',
          note: 'The source records only events, so that a unit without a record had none.',
        }
      : {
          ...row('records', 'missing', 'Results missing, action against left alone'),
          method: 'score test of two shares (Miettinen and Nurminen)',
          estimate: missing.action.events / missing.action.units - missing.holdout.events / missing.holdout.units,
          pValue: missing.pValue,
          units: missing.action.units + missing.holdout.units,
          text: `${formatNumber(missing.action.events)} of ${formatNumber(missing.action.units)} against ${formatNumber(missing.holdout.events)} of ${formatNumber(missing.holdout.units)}`,
        },
  );
  rows.push({
    ...row('records', 'mixed', 'Recorded in more than one group'),
    method: 'share of all units; left out of every comparison',
    estimate: mixed.share,
    text: `${formatNumber(mixed.mixed)} (${percent(mixed.share)})`,
    note: mixed.level === 'ok' ? null : 'More than it should be: 1% is worth a look, 5% breaks the comparison.',
  });
  if (densityP !== null) {
    rows.push({
      ...row('records', 'density', 'Scores piling up at the threshold'),
      method: 'binomial test within windows, Bonferroni',
      pValue: densityP,
      text: `p ${formatNumber(densityP, 3)}`,
    });
  }
  rows.push({
    ...row('records', 'look', 'Which range is read'),
    method:
      look.kind === 'read-out' ? 'ordinary interval of the registered date' : 'confidence sequence, valid at any look',
    text: look.kind === 'read-out' ? 'Read-out' : 'Look before the read-out',
  });
  return rows;
}

function predictionRows({ prediction }: Measurements): NumberRow[] {
  const ranking = row('prediction', 'ranking', 'The right one first, of two units');
  if (prediction.kind === 'not-measured') return [{ ...ranking, method: RANKING, ...absent(prediction.reason) }];
  const rows: NumberRow[] = [
    {
      ...ranking,
      method: RANKING,
      ...range(prediction.ranking.estimate, prediction.ranking.interval, DESCRIPTIVE_ALPHA, PERCENT),
      units: prediction.units,
    },
  ];
  if (prediction.precision !== null) {
    rows.push(
      shareRow('prediction', 'precision', 'Of those flagged and left alone, it came true for', prediction.precision),
    );
  }
  rows.push({
    ...row('prediction', 'base-rate', 'Of everybody, it comes true for'),
    method: 'weighted share of units that nobody acted upon',
    estimate: prediction.baseRate,
    units: prediction.units,
    text: percent(prediction.baseRate),
  });
  const { calibration } = prediction;
  if (calibration !== null) {
    rows.push({
      ...row('prediction', 'calibration', 'Events per predicted event'),
      method: "observed over expected; Spiegelhalter's test",
      estimate: calibration.observedOverExpected,
      pValue: calibration.spiegelhalter?.pValue ?? null,
      units: calibration.units,
      text:
        calibration.observedOverExpected === null
          ? 'None predicted'
          : formatNumber(calibration.observedOverExpected, 2),
      note: `Brier score ${formatNumber(calibration.brier, 3)}, mean distance of the bins ${formatNumber(calibration.expectedCalibrationError, 3)}.`,
    });
  }
  return rows;
}

const RANKING =
  'area under the ROC curve on units that nobody acted upon, inverse-probability weighted, logit interval';

function reachRows({ reach }: Measurements): NumberRow[] {
  if (!reach.isRecorded) {
    const reason = 'no action is recorded, so that everybody on the list counts as acted upon';
    return [{ ...row('reach', 'reached', 'On the list and reached in time'), method: WILSON, ...absent(reason) }];
  }
  const rows: NumberRow[] = [];
  if (reach.reached) rows.push(shareRow('reach', 'reached', 'On the list and reached in time', reach.reached));
  if (reach.contaminated) {
    rows.push(shareRow('reach', 'contaminated', 'Left alone, and acted upon all the same', reach.contaminated));
  }
  if (reach.latencyDays) {
    const { median, ninetieth } = reach.latencyDays;
    rows.push({
      ...row('reach', 'latency', 'Days until the action'),
      method: 'median and 90th percentile of those reached',
      estimate: median,
      text: `${formatNumber(median, 1)}; for one in ten more than ${formatNumber(ninetieth, 1)}`,
    });
  }
  return rows;
}

const WILSON = 'share with Wilson interval';

function effectRows(measured: Measurements, { successCriterion }: FramingContent): NumberRow[] {
  const { look, assignment, effect, targeting, guardrails, adjustment } = measured;
  const style = styleOf(successCriterion.metric);
  const rows = [
    figureRow('effect', 'assigned', 'Difference per unit on the list', assignment, look, style),
    figureRow('effect', 'reached', 'Difference per unit reached', effect, look, style),
    figureRow('effect', 'unflagged', 'Difference among those not on the list', targeting.unflagged, look, style),
    figureRow('effect', 'targeting', 'On the list less not on the list', targeting.gap, look, style),
  ];
  if (adjustment.kind === 'adjusted') {
    rows.push({
      ...row('effect', 'adjustment', 'Spread explained by the value from before'),
      method: 'CUPED',
      estimate: adjustment.varianceReduction,
      pValue: adjustment.balanceP,
      text: percent(adjustment.varianceReduction),
      note: 'The p-value compares the groups before the start.',
    });
  }
  const styles = new Map(successCriterion.guardrails.map(({ metric }) => [metric.id, styleOf(metric)]));
  for (const { metric, name, estimate, interval, tolerance } of guardrails) {
    rows.push({
      ...row('effect', `guardrail:${metric}`, `Guardrail: ${name}`),
      method: "per unit on the list, interval adjusted by Holm's steps",
      ...range(estimate, interval, null, styles.get(metric) ?? style),
      note: `May get worse by ${tolerance}.`,
    });
  }
  return rows;
}

function moneyRows({ money, look }: Measurements): NumberRow[] {
  if (money.kind === 'not-measured') {
    return [{ ...row('money', 'net-total', 'Net money of the phase'), method: NET, ...absent(money.reason) }];
  }
  const style: Style = { kind: 'money', currency: money.currency };
  const amount = (cents: number | null) => (cents === null ? 'None' : formatAmount(cents, money.currency));
  const { breakEven, costPerOutcome } = money;
  return [
    figureRow(
      'money',
      'net-per-unit',
      'Net money per unit on the list, before fixed costs',
      money.netPerUnit,
      look,
      style,
    ),
    figureRow(
      'money',
      'net-total',
      `Net money of ${formatNumber(money.unitsTreated)} units, after fixed costs`,
      money.netTotal,
      look,
      style,
    ),
    {
      ...row('money', 'chance', 'Chance that it pays'),
      method: 'flat prior; shown, never the rule',
      estimate: money.chancePays,
      text: percent(money.chancePays),
    },
    {
      ...row('money', 'break-even', 'Effect per unit reached at which the money comes out even'),
      method: '(cost + fixed cost) / value',
      estimate: breakEven.effectPerActedOn,
      text: breakEven.effectPerActedOn === null ? 'None' : formatNumber(breakEven.effectPerActedOn, 4),
    },
    {
      ...row('money', 'break-even-cost', 'Cost of one action at which the money comes out even'),
      method: 'from the best estimate of the effect',
      estimate: breakEven.costPerActionCents,
      text: amount(breakEven.costPerActionCents),
    },
    {
      ...row('money', 'cost-per-outcome', 'Cost of one success'),
      method: 'test inversion',
      lower:
        costPerOutcome.kind === 'interval'
          ? costPerOutcome.interval.lower
          : costPerOutcome.kind === 'unbounded'
            ? costPerOutcome.atLeast
            : null,
      upper: costPerOutcome.kind === 'interval' ? costPerOutcome.interval.upper : null,
      text:
        costPerOutcome.kind === 'no_gain'
          ? 'No price buys one'
          : costPerOutcome.kind === 'unbounded'
            ? `At least ${amount(costPerOutcome.atLeast)}, possibly without limit`
            : `${amount(costPerOutcome.interval.lower)} to ${amount(costPerOutcome.interval.upper)}`,
    },
    {
      ...row('money', 'cost-of-knowing', 'What those left alone would have earned so far'),
      method: 'units left alone x net per unit, when above 0',
      estimate: money.costOfKnowingCents,
      text: amount(money.costOfKnowingCents),
    },
  ];
}

const NET = 'value of outcomes less costs per unit, Welch interval';

function goalRows({ goal, look }: Measurements, { kpi }: FramingContent): NumberRow[] {
  if (goal === null) {
    const reason = 'the framing does not say over how many units the KPI is counted';
    return [
      {
        ...row('goal', 'contribution', `Added to ${kpi.name}`),
        method: 'effect x units / population',
        ...absent(reason),
      },
    ];
  }
  const style: Style = { kind: 'amount', unit: kpi.unit };
  return [
    figureRow('goal', 'so-far', `Added to ${kpi.name} so far`, goal.soFar, look, style),
    figureRow('goal', 'whole', `Added to ${kpi.name} by the whole phase`, goal.whole, look, style),
    {
      ...row('goal', 'needed', 'Needed for the goal'),
      method: 'target less baseline',
      estimate: goal.needed,
      text: `${formatNumber(goal.needed, 2)} ${kpi.unit}`,
    },
  ];
}

type Group = NumberRow['group'];

function row(group: Group, id: string, label: string): Omit<NumberRow, 'method' | 'text'> {
  return {
    id,
    group,
    label,
    estimate: null,
    lower: null,
    upper: null,
    level: null,
    pValue: null,
    units: null,
    note: null,
  };
}

function absent(reason: string): { readonly text: string; readonly note: string } {
  return { text: 'Not measured yet', note: `Because ${reason}.` };
}

function shareRow(group: Group, id: string, label: string, share: MeasuredShare): NumberRow {
  return {
    ...row(group, id, label),
    method: WILSON,
    ...range(share.share, share.interval, DESCRIPTIVE_ALPHA, PERCENT),
    units: share.units,
  };
}

function figureRow(group: Group, id: string, label: string, figure: Figure, look: Look, style: Style): NumberRow {
  if (figure.kind === 'not-measured') return { ...row(group, id, label), method: '', ...absent(figure.reason) };
  const alpha = look.alphaFor(figure.units);
  return {
    ...row(group, id, label),
    method: `${figure.method}${look.kind === 'monitoring' ? ', as wide as the confidence sequence' : ''}`,
    ...range(figure.estimate, figure.intervalAt(alpha), alpha, style),
    units: figure.units,
  };
}

function range(estimate: number, interval: Interval, alpha: number | null, style: Style) {
  const level = alpha === null ? null : 1 - alpha;
  if (!isBounded(interval)) {
    return {
      estimate,
      lower: null,
      upper: null,
      level,
      text: 'Nothing is ruled out',
      note: 'Too few were reached to bound it.',
    };
  }
  const told = (value: number) => tell(value, interval, style);
  const unit = style.kind === 'amount' && style.unit !== '' ? ` ${style.unit}` : '';
  const text = `${told(interval.lower)} to ${told(interval.upper)}${unit}, best estimate ${told(estimate)}`;
  return { estimate, lower: interval.lower, upper: interval.upper, level, text };
}

function tell(value: number, interval: Interval, style: Style): string {
  if (style.kind === 'money') return moneyToRange(value, style.currency, interval);
  if (style.kind === 'amount') return formatToRange(value, interval);
  return `${formatToRange(value * 100, { lower: interval.lower * 100, upper: interval.upper * 100 })}%`;
}

function styleOf(metric: FramingContent['successCriterion']['metric']): Style {
  return metric.kind === 'binary' ? PERCENT : { kind: 'amount', unit: metric.unit ?? '' };
}

function percent(share: number | null): string {
  return share === null ? 'None' : `${formatNumber(share * 100, 1)}%`;
}
