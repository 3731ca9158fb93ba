import type { Interval } from '../../statistics/interval.ts';

/** How units came to be acted upon or left alone, which decides what may be concluded from comparing them. */
export type Design = 'holdout' | 'rdd' | 'did' | 'synthetic' | 'its' | 'none';

/** How strong the evidence of a design is. Only A and B may be called shown; E never carries a verdict. */
export type EvidenceGrade = 'A' | 'B' | 'C' | 'D' | 'E';

const GRADE_OF_DESIGN: Readonly<Record<Design, EvidenceGrade>> = {
  holdout: 'A',
  rdd: 'B',
  did: 'C',
  synthetic: 'C',
  its: 'D',
  none: 'E',
};

/** The grade of the evidence that a design can give: A randomised, B threshold, C comparison over time, D one series. */
export function evidenceGrade(design: Design): EvidenceGrade {
  return GRADE_OF_DESIGN[design];
}

/** A metric that must not get worse by more than its tolerance; positive is good, in the metric's own unit. */
export interface Guardrail {
  readonly metric: string;
  readonly effect: Interval;
  readonly tolerance: number;
}

/** An interval of something that must not fall below a floor, both in the same unit. */
export interface FloorEvidence {
  readonly interval: Interval;
  readonly floor: number;
}

/**
 * Everything that the verdict looks at, at one moment of one phase. Every interval is in benefit direction (positive is
 * good) and already chosen for the look: valid at any time while monitoring, the fixed one at the registered read-out.
 * `null` means not measured.
 */
export interface Evidence {
  readonly design: Design;
  /** At the registered date the read-out, before it monitoring. */
  readonly look: 'monitoring' | 'read-out';
  /** Whether the plan can still become precise enough to tell the smallest effect worth having from nothing. */
  readonly isFeasible: boolean;
  readonly integrity: IntegrityEvidence;
  readonly volume: VolumeEvidence;
  /** How well the model finds the right units, measured on units that nobody acted upon. */
  readonly prediction: FloorEvidence | null;
  /** The share of assigned units that got the action in time, 0..1. */
  readonly reach: FloorEvidence | null;
  /** What the action changes for a unit that it reaches, in the KPI's unit. */
  readonly effect: Interval | null;
  /** The smallest effect worth having, in the unit of `effect`; greater than 0. */
  readonly smallestWorthwhile: number;
  /** The effect on flagged units less the effect on the others. */
  readonly targetingGap: Interval | null;
  /** The effect on units that the model did not flag. */
  readonly unflaggedEffect: Interval | null;
  /** Money gained after costs, in minor units of the phase's currency; per unit or in total, only its sign is read. */
  readonly net: Interval | null;
  readonly goal: GoalEvidence | null;
  readonly guardrails: readonly Guardrail[];
}

/** What tells whether the comparison can be trusted at all; each p-value is the probability of such data by chance. */
export interface IntegrityEvidence {
  /** Sample ratio: do the arms have the sizes that the plan drew? */
  readonly sampleRatioP: number | null;
  /** Alarm level of the sample ratio, 0.01 by default. */
  readonly sampleRatioAlpha: number;
  /** The share of units left alone that got the action all the same, 0..1. */
  readonly contamination: number;
  /** Are outcomes missing more often in one arm than in the other? */
  readonly missingGapP: number | null;
  /** Were so many units seen in more than one arm that those who are left may not be alike any more? */
  readonly hasManyMixed?: boolean;
  /** Difference-in-differences: did the groups move apart before the start? */
  readonly preTrendP: number | null;
  /** Threshold designs: do scores pile up at the threshold? */
  readonly densityP: number | null;
}

/** How much has been seen so far, against the least that any statement needs. */
export interface VolumeEvidence {
  /** Units of each arm whose outcome window is closed: acted upon, left alone. */
  readonly matured: readonly [number, number];
  readonly minUnits: number;
  /** Outcome events of each arm; `null` when the metric is an amount and not a count of events. */
  readonly events: readonly [number, number] | null;
  readonly minEvents: number;
}

/** What the initiative added to the KPI, and what the goal needs, in the same unit. */
export interface GoalEvidence {
  readonly contribution: Interval;
  readonly needed: number;
  /** Whether the best estimate of the contribution reaches what is needed. */
  readonly isPointMet: boolean;
}
