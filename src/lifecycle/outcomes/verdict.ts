import type { Step } from '../line-order.ts';
import type { Role } from '../people/index.ts';
import { type Evidence, type EvidenceGrade, evidenceGrade, type IntegrityEvidence } from './evidence.ts';
import {
  type Chain,
  type ChainLink,
  chainOf,
  firstBrokenLink,
  floorState,
  isPositive,
  type MeasuredLinks,
  measureLinks,
} from './links.ts';
import { CONSEQUENCE, type VerdictState } from './verdict-states.ts';

/** Something found beside the state: why the evidence is broken, or what else is weak although the state is another. */
export type SecondaryFinding =
  | 'srm'
  | 'holdout_contaminated'
  | 'differential_missing'
  | 'mixed_units'
  | 'design_assumption'
  | 'prediction_broken'
  | 'reach_broken'
  | 'targeting_broken';

/** What the evidence of one look says, and what follows from it. */
export interface Verdict {
  readonly state: VerdictState;
  /** Number of the rule, 1..9, that decided; the first that applies wins. */
  readonly rule: number;
  readonly links: MeasuredLinks;
  readonly chain: Chain;
  readonly brokenLink: ChainLink | null;
  readonly secondary: readonly SecondaryFinding[];
  /** Guardrails that got worse by more than their tolerance. */
  readonly brokenGuardrails: readonly string[];
  /** The action does not help enough, and harm larger than the smallest effect worth having is still possible. */
  readonly isHarmNotRuledOut: boolean;
  readonly grade: EvidenceGrade;
  /** Which intervals were read: those valid at any look, or those of the registered date. */
  readonly intervalUsed: 'monitoring' | 'read-out';
  readonly roles: readonly Role[];
  readonly ask: string;
  readonly returnTo: Step | null;
}

/** Contamination above which the comparison is worth a remark, and above which it is worth nothing. Shares, 0..1. */
export const CONTAMINATION = { warn: 0.1, broken: 0.5 } as const;

const MISSING_GAP_ALPHA = 0.001;
const PRE_TREND_ALPHA = 0.05;
const DENSITY_ALPHA = 0.01;

interface Decision {
  readonly state: VerdictState;
  readonly rule: number;
}

/**
 * The verdict on one look: nine rules in a fixed order, each reading intervals only, so that the same evidence always
 * gives the same answer. Raising the net money never makes it worse.
 */
export function decideVerdict(evidence: Evidence): Verdict {
  if (evidence.design === 'none') {
    return conclude(evidence, { state: 'NOT_MEASURABLE', rule: 1 }, {}, descriptiveChain(evidence, 'not_measured'), []);
  }
  const integrityFindings = findIntegrityBreaks(evidence.integrity);
  if (integrityFindings.length > 0) {
    const decision: Decision = { state: 'EVIDENCE_BROKEN', rule: 2 };
    return conclude(evidence, decision, { data: 'broken' }, UNKNOWN_CHAIN, integrityFindings);
  }
  if (isTooLittleToLookAt(evidence)) {
    const decision: Decision = { state: evidence.isFeasible ? 'COLLECTING' : 'UNDERPOWERED', rule: 3 };
    return conclude(evidence, decision, { data: 'ok' }, descriptiveChain(evidence, 'unknown'), []);
  }
  const links = measureLinks(evidence);
  const chain = chainOf(links, evidence.unflaggedEffect);
  return conclude(evidence, decideOnLinks(evidence, links), links, chain, findWeakLinks(evidence, links));
}

const UNKNOWN_CHAIN: Chain = {
  prediction: 'unknown',
  reach: 'unknown',
  action: 'unknown',
  effect: 'unknown',
  cost: 'unknown',
};

/** Prediction and reach only describe, so they can be known before, or without, a comparison. */
function descriptiveChain(evidence: Evidence, rest: 'unknown' | 'not_measured'): Chain {
  return {
    prediction: floorState(evidence.prediction),
    reach: floorState(evidence.reach),
    action: rest,
    effect: rest,
    cost: rest,
  };
}

function findIntegrityBreaks(integrity: IntegrityEvidence): SecondaryFinding[] {
  const findings: SecondaryFinding[] = [];
  if (isBelow(integrity.sampleRatioP, integrity.sampleRatioAlpha)) findings.push('srm');
  if (integrity.contamination > CONTAMINATION.broken) findings.push('holdout_contaminated');
  if (isBelow(integrity.missingGapP, MISSING_GAP_ALPHA)) findings.push('differential_missing');
  if (integrity.hasManyMixed) findings.push('mixed_units');
  if (isBelow(integrity.preTrendP, PRE_TREND_ALPHA) || isBelow(integrity.densityP, DENSITY_ALPHA)) {
    findings.push('design_assumption');
  }
  return findings;
}

function isBelow(p: number | null, alpha: number): boolean {
  return p !== null && p < alpha;
}

function isTooLittleToLookAt({ volume }: Evidence): boolean {
  const hasTooFewUnits = volume.matured.some((units) => units < volume.minUnits);
  const hasTooFewEvents = volume.events?.some((events) => events < volume.minEvents) ?? false;
  return hasTooFewUnits || hasTooFewEvents;
}

function findWeakLinks({ integrity }: Evidence, links: Required<MeasuredLinks>): SecondaryFinding[] {
  const findings: SecondaryFinding[] = [];
  if (links.prediction === 'broken') findings.push('prediction_broken');
  if (links.reach === 'broken') findings.push('reach_broken');
  if (links.targeting === 'broken') findings.push('targeting_broken');
  if (integrity.contamination > CONTAMINATION.warn) findings.push('holdout_contaminated');
  return findings;
}

function decideOnLinks(evidence: Evidence, links: Required<MeasuredLinks>): Decision {
  if (links.effect === 'harmful' || findBrokenGuardrails(evidence).length > 0) return { state: 'HARMFUL', rule: 4 };
  if (isPaying(evidence, links)) return { state: decideAmongPaying(evidence, links), rule: 5 };
  if (evidence.net !== null && evidence.net.upper < 0 && links.effect !== 'none') {
    return { state: decideAmongLosing(links), rule: 6 };
  }
  if (links.effect === 'none') return { state: decideAmongIneffective(evidence, links), rule: 7 };
  const open = decideAmongOpen(links);
  if (open !== null) return { state: open, rule: 8 };
  if (evidence.look === 'read-out') return { state: 'INCONCLUSIVE', rule: 9 };
  return { state: evidence.isFeasible ? 'TOO_EARLY' : 'UNDERPOWERED', rule: 9 };
}

/** Without money figures, an effect that is certainly worth having stands for paying: the expert named it as such. */
function isPaying({ net }: Evidence, links: Required<MeasuredLinks>): boolean {
  return net === null ? links.effect === 'worthwhile' : net.lower > 0;
}

function decideAmongPaying({ goal }: Evidence, links: Required<MeasuredLinks>): VerdictState {
  if (links.reach === 'broken' && links.goal !== 'ok') return 'NOT_REACHED';
  if (links.goal === 'short') return 'WORKS_TOO_SMALL';
  return links.goal === 'unknown' && goal?.isPointMet === false ? 'PAYS_GOAL_OPEN' : 'WORKS';
}

function decideAmongLosing(links: Required<MeasuredLinks>): VerdictState {
  if (isPositive(links.effect)) return 'EFFECTIVE_UNPROFITABLE';
  return links.reach === 'broken' ? 'NOT_REACHED' : 'UNPROFITABLE_EFFECT_OPEN';
}

function decideAmongIneffective({ unflaggedEffect }: Evidence, links: Required<MeasuredLinks>): VerdictState {
  const worksOnOthers = unflaggedEffect !== null && unflaggedEffect.lower > 0;
  if (links.targeting === 'broken' && worksOnOthers) return 'MIS_TARGETED';
  if (links.prediction === 'ok') return 'ACCURATE_ACTION_INEFFECTIVE';
  return links.prediction === 'broken' ? 'MODEL_INACCURATE' : 'ACTION_INEFFECTIVE_MODEL_OPEN';
}

function decideAmongOpen(links: Required<MeasuredLinks>): VerdictState | null {
  if (links.effect === 'positive_small') return 'WORKS_TOO_SMALL';
  if (links.reach === 'broken') return 'NOT_REACHED';
  if (links.targeting === 'broken') return 'MIS_TARGETED';
  return isPositive(links.effect) ? 'EFFECTIVE_PAYBACK_OPEN' : null;
}

function findBrokenGuardrails({ guardrails }: Evidence): string[] {
  return guardrails.filter(({ effect, tolerance }) => effect.upper < -tolerance).map(({ metric }) => metric);
}

function conclude(
  evidence: Evidence,
  { state, rule }: Decision,
  links: MeasuredLinks,
  chain: Chain,
  secondary: readonly SecondaryFinding[],
): Verdict {
  const { effect, smallestWorthwhile } = evidence;
  return {
    state,
    rule,
    links,
    chain,
    brokenLink: firstBrokenLink(chain),
    secondary,
    brokenGuardrails: rule === 4 ? findBrokenGuardrails(evidence) : [],
    isHarmNotRuledOut: rule === 7 && effect !== null && effect.lower < -smallestWorthwhile,
    grade: evidenceGrade(evidence.design),
    intervalUsed: evidence.look,
    ...CONSEQUENCE[state],
  };
}
