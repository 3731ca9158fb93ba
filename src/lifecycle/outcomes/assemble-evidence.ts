import type { Interval } from '../../statistics/index.ts';
import type { FramingContent } from '../framing/index.ts';
import type { Figure } from './comparison.ts';
import type { Evidence, GoalEvidence } from './evidence.ts';
import type { Look } from './look.ts';
import type { Measurements } from './measure-units.ts';

/** Alarm level of the sample ratio; the p-value is valid at any look (section 2, E8). */
const SAMPLE_RATIO_ALPHA = 0.01;

/** Turns measurements into the evidence that the verdict reads: every interval in benefit direction, chosen for the look. */
export function assembleEvidence(measured: Measurements, content: FramingContent): Evidence {
  const { successCriterion: criterion } = content;
  const { look, prediction, reach } = measured;
  const at = (figure: Figure): Interval | null => intervalAtLook(figure, look);
  return {
    design: measured.design,
    look: look.kind,
    isFeasible: measured.outlook.isFeasible,
    integrity: {
      sampleRatioP: measured.sampleRatio?.anytimePValue ?? null,
      sampleRatioAlpha: SAMPLE_RATIO_ALPHA,
      contamination: reach.contaminated?.share ?? 0,
      missingGapP: measured.missing?.pValue ?? null,
      hasManyMixed: measured.mixed.level === 'broken',
      preTrendP: null,
      densityP: measured.densityP,
    },
    volume: measured.volume,
    prediction:
      prediction.kind === 'measured'
        ? { interval: prediction.ranking.interval, floor: criterion.predictionFloor }
        : null,
    reach: reach.reached === null ? null : { interval: reach.reached.interval, floor: criterion.reachTarget },
    effect: at(measured.effect),
    smallestWorthwhile: criterion.dmin,
    targetingGap: at(measured.targeting.gap),
    unflaggedEffect: at(measured.targeting.unflagged),
    net: measured.money.kind === 'measured' ? at(measured.money.netTotal) : null,
    goal: goalEvidence(measured),
    guardrails: measured.guardrails.map(({ name, interval, tolerance }) => ({
      metric: name,
      effect: interval,
      tolerance,
    })),
  };
}

/** The interval of a figure for a look; `null` when it is not measured. */
export function intervalAtLook(figure: Figure, look: Look): Interval | null {
  return figure.kind === 'measured' ? figure.intervalAt(look.alphaFor(figure.units)) : null;
}

function goalEvidence({ goal, look }: Measurements): GoalEvidence | null {
  if (goal === null || goal.whole.kind === 'not-measured') return null;
  const contribution = intervalAtLook(goal.whole, look);
  if (contribution === null) return null;
  return { contribution, needed: goal.needed, isPointMet: goal.whole.estimate >= goal.needed };
}
