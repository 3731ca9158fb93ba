import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Interval } from '../../statistics/interval.ts';
import type { Role } from '../people/index.ts';
import type { Design, Evidence } from './evidence.ts';
import { decideVerdict, type Verdict } from './verdict.ts';
import { CONSEQUENCE, VERDICT_STATES, type VerdictState } from './verdict-states.ts';

type Pair = readonly [number, number];

interface VectorEvidence {
  design: Design;
  srmP: number | null;
  srmAlpha: number;
  contamination: number;
  missingGapP?: number;
  pretrendP?: number;
  densityP?: number;
  maturedT: number;
  maturedC: number;
  minUnits: number;
  events: Pair;
  minEvents: number;
  predCi: Pair;
  predFloor: number;
  reachCi: Pair;
  reachTarget: number;
  effectCi: Pair;
  dmin: number;
  gapCi: Pair | null;
  unflaggedCi: Pair | null;
  netCi: Pair | null;
  contribCi: Pair | null;
  needed: number;
  goalPointMet: boolean;
  look: 'monitor' | 'final';
  feasible: boolean;
  guardrails: readonly (readonly [number, number, number])[];
}

interface VectorCase {
  name: string;
  evidence: VectorEvidence;
  expect: { state: VerdictState; links: object; secondary: string[]; roles: string[] };
}

const vectors: { states: VerdictState[]; cases: VectorCase[] } = JSON.parse(
  readFileSync(new URL('../../../test/vectors/outcome/verdict.json', import.meta.url), 'utf8'),
);

const ROLE_OF_WORD: Readonly<Record<string, Role>> = {
  SME: 'sme',
  'SME operations': 'sme',
  'SME (wait)': 'sme',
  sponsor: 'sponsor',
  'data scientist': 'data-scientist',
  'data engineer': 'data-engineer',
  'software engineer': 'software-engineer',
  'DevOps/IT': 'devops',
  'risk manager': 'risk-manager',
};

function interval([lower, upper]: Pair): Interval {
  return { lower, upper };
}

function optionalInterval(pair: Pair | null): Interval | null {
  return pair === null ? null : interval(pair);
}

function evidenceOf(v: VectorEvidence): Evidence {
  return {
    design: v.design,
    look: v.look === 'final' ? 'read-out' : 'monitoring',
    isFeasible: v.feasible,
    integrity: {
      sampleRatioP: v.srmP,
      sampleRatioAlpha: v.srmAlpha,
      contamination: v.contamination,
      missingGapP: v.missingGapP ?? null,
      preTrendP: v.pretrendP ?? null,
      densityP: v.densityP ?? null,
    },
    volume: { matured: [v.maturedT, v.maturedC], minUnits: v.minUnits, events: v.events, minEvents: v.minEvents },
    prediction: { interval: interval(v.predCi), floor: v.predFloor },
    reach: { interval: interval(v.reachCi), floor: v.reachTarget },
    effect: interval(v.effectCi),
    smallestWorthwhile: v.dmin,
    targetingGap: optionalInterval(v.gapCi),
    unflaggedEffect: optionalInterval(v.unflaggedCi),
    net: optionalInterval(v.netCi),
    goal:
      v.contribCi === null
        ? null
        : { contribution: interval(v.contribCi), needed: v.needed, isPointMet: v.goalPointMet },
    guardrails: v.guardrails.map(([lower, upper, tolerance], index) => ({
      metric: `guardrail ${index + 1}`,
      effect: { lower, upper },
      tolerance,
    })),
  };
}

function caseNamed(name: string): Evidence {
  const found = vectors.cases.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no case "${name}" in verdict.json`);
  return evidenceOf(found.evidence);
}

const works = caseNamed('all links hold');
const churn = caseNamed('BRIEF CHURN: accurate, nobody prevented');

describe('the verdict on the reference cases', () => {
  it.each(vectors.cases)('$name -> $expect.state', ({ evidence, expect: expected }) => {
    const verdict = decideVerdict(evidenceOf(evidence));
    expect(verdict.state).toBe(expected.state);
    expect(verdict.links).toEqual(expected.links);
    expect(verdict.secondary).toEqual(expected.secondary);
    expect(verdict.roles).toEqual(expected.roles.map((word) => ROLE_OF_WORD[word]));
  });

  it('reaches every one of the eighteen states', () => {
    const reached = new Set(vectors.cases.map(({ evidence }) => decideVerdict(evidenceOf(evidence)).state));
    expect([...reached].sort()).toEqual([...VERDICT_STATES].sort());
    expect([...vectors.states].sort()).toEqual([...VERDICT_STATES].sort());
  });
});

describe('the broken link', () => {
  const brokenLinkOf = (name: string) => decideVerdict(caseNamed(name)).brokenLink;

  it('is the first that fails, in the order of the chain', () => {
    expect(brokenLinkOf('all links hold')).toBeNull();
    expect(brokenLinkOf('no effect, model also poor')).toBe('prediction');
    expect(brokenLinkOf('pays where it reaches, few reached')).toBe('reach');
    expect(brokenLinkOf('BRIEF CHURN: accurate, nobody prevented')).toBe('action');
    expect(brokenLinkOf('no effect on flagged, effect elsewhere')).toBe('effect');
    expect(brokenLinkOf('pays, clearly below goal')).toBe('effect');
    expect(brokenLinkOf('effect real but cannot pay')).toBe('cost');
  });

  it('names no effect link while the evidence cannot be trusted', () => {
    const verdict = decideVerdict(caseNamed('sample ratio mismatch wins over everything'));
    expect(verdict.brokenLink).toBeNull();
    expect(new Set(Object.values(verdict.chain))).toEqual(new Set(['unknown']));
  });
});

describe('the verdict', () => {
  it('says that harm is not ruled out when the range of an ineffective action reaches below minus dmin', () => {
    expect(decideVerdict(churn).isHarmNotRuledOut).toBe(false);
    const wide = decideVerdict({ ...churn, effect: { lower: -0.03, upper: 0.011 } });
    expect(wide.state).toBe('ACCURATE_ACTION_INEFFECTIVE');
    expect(wide.isHarmNotRuledOut).toBe(true);
  });

  it('breaks the evidence when more than half of those left alone got the action', () => {
    const verdict = decideVerdict({ ...works, integrity: { ...works.integrity, contamination: 0.6 } });
    expect(verdict.state).toBe('EVIDENCE_BROKEN');
    expect(verdict.secondary).toEqual(['holdout_contaminated']);
  });

  it('names the guardrail that failed', () => {
    expect(decideVerdict(caseNamed('guardrail harm')).brokenGuardrails).toEqual(['guardrail 1']);
  });

  it('sends the ticket of the churn case back to framing', () => {
    expect(decideVerdict(churn)).toMatchObject({ returnTo: 'frame', rule: 7, grade: 'A', intervalUsed: 'read-out' });
  });

  it('asks something of somebody in every state but the two of waiting', () => {
    for (const state of VERDICT_STATES) {
      expect(CONSEQUENCE[state].ask).toMatch(/\.$|\?$/);
      if (state !== 'TOO_EARLY') expect(CONSEQUENCE[state].roles.length).toBeGreaterThan(0);
    }
  });

  it('waits for events only when the metric counts events', () => {
    const early = { ...works, volume: { ...works.volume, events: null } };
    expect(decideVerdict(early).state).toBe('WORKS');
    expect(decideVerdict({ ...early, volume: { ...early.volume, events: [700, 3] as const } }).rule).toBe(3);
  });
});

/** Draws numbers in [0, 1) from a seed (mulberry32), so that a failing case can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function drawInterval(random: () => number, scale: number): Interval {
  const a = (random() * 2 - 1) * scale;
  const b = (random() * 2 - 1) * scale;
  return { lower: Math.min(a, b), upper: Math.max(a, b) };
}

function drawEvidence(random: () => number): Evidence {
  const maybe = <T>(value: T): T | null => (random() < 0.15 ? null : value);
  return {
    ...works,
    look: random() < 0.5 ? 'monitoring' : 'read-out',
    isFeasible: random() < 0.5,
    prediction: maybe({ interval: drawInterval(random, 1), floor: 0.2 }),
    reach: maybe({ interval: drawInterval(random, 1), floor: 0 }),
    effect: maybe(drawInterval(random, 0.06)),
    targetingGap: maybe(drawInterval(random, 0.06)),
    unflaggedEffect: maybe(drawInterval(random, 0.06)),
    net: drawInterval(random, 50),
    goal: maybe({ contribution: drawInterval(random, 200), needed: 50, isPointMet: random() < 0.5 }),
  };
}

/** From worst to best as far as money is concerned. */
function moneyRank({ state, rule }: Verdict): number {
  if (rule === 6) return 0;
  return rule === 5 && state !== 'NOT_REACHED' ? 2 : 1;
}

describe('the verdict is monotone', () => {
  it('never gets worse in money when the lower limit of the net money rises', () => {
    const random = randomFrom(7);
    for (let draw = 0; draw < 5000; draw++) {
      const evidence = drawEvidence(random);
      const net = evidence.net ?? { lower: 0, upper: 0 };
      const lower = net.lower + random() * (net.upper - net.lower);
      const before = decideVerdict(evidence);
      const after = decideVerdict({ ...evidence, net: { ...net, lower } });
      expect(moneyRank(after)).toBeGreaterThanOrEqual(moneyRank(before));
      if (before.state === 'WORKS') expect(after.state).toBe('WORKS');
    }
  });

  it('never turns a working initiative into an unprofitable one when all of the net money rises', () => {
    const random = randomFrom(11);
    for (let draw = 0; draw < 5000; draw++) {
      const evidence = drawEvidence(random);
      const net = evidence.net ?? { lower: 0, upper: 0 };
      const rise = random() * 60;
      const after = decideVerdict({ ...evidence, net: { lower: net.lower + rise, upper: net.upper + rise } });
      expect(moneyRank(after)).toBeGreaterThanOrEqual(moneyRank(decideVerdict(evidence)));
    }
  });

  it('never finds harm when a harmless effect improves', () => {
    const random = randomFrom(13);
    for (let draw = 0; draw < 5000; draw++) {
      const evidence = drawEvidence(random);
      const { effect } = evidence;
      if (effect === null || decideVerdict(evidence).state === 'HARMFUL') continue;
      const rise = random() * 0.05;
      const better = { lower: effect.lower + rise, upper: effect.upper + rise };
      expect(decideVerdict({ ...evidence, effect: better }).state).not.toBe('HARMFUL');
    }
  });
});
