import { describe, expect, it } from 'vitest';
import type { Interval } from '../../statistics/interval.ts';
import { type Answer, writeAnswer } from './answer.ts';
import type { AnswerInput, Estimate } from './answer-input.ts';
import type { Design, Evidence } from './evidence.ts';
import { readLedgers } from './ledger-reading.ts';
import { decideVerdict } from './verdict.ts';
import { VERDICT_STATES, type VerdictState } from './verdict-states.ts';

const works: Evidence = {
  design: 'holdout',
  look: 'read-out',
  isFeasible: false,
  integrity: {
    sampleRatioP: 0.6,
    sampleRatioAlpha: 0.01,
    contamination: 0,
    missingGapP: null,
    preTrendP: null,
    densityP: null,
  },
  volume: { matured: [2800, 1200], minUnits: 100, events: [700, 350], minEvents: 10 },
  prediction: { interval: { lower: 0.28, upper: 0.34 }, floor: 0.2 },
  reach: { interval: { lower: 0.87, upper: 0.91 }, floor: 0.8 },
  effect: { lower: 0.03, upper: 0.09 },
  smallestWorthwhile: 0.02,
  targetingGap: { lower: 0.01, upper: 0.08 },
  unflaggedEffect: { lower: -0.01, upper: 0.02 },
  net: { lower: 800_000, upper: 4_200_000 },
  goal: { contribution: { lower: 95, upper: 220 }, needed: 90, isPointMet: true },
  guardrails: [],
};

const ineffective: Evidence = {
  ...works,
  effect: { lower: -0.013, upper: 0.011 },
  targetingGap: { lower: -0.03, upper: 0.02 },
  net: { lower: -1_980_000, upper: -540_000 },
  goal: { contribution: { lower: -30, upper: 28 }, needed: 90, isPointMet: false },
};

const wide: Evidence = {
  ...works,
  effect: { lower: -0.03, upper: 0.07 },
  net: { lower: -3_000_000, upper: 3_000_000 },
  goal: { contribution: { lower: -50, upper: 200 }, needed: 90, isPointMet: false },
};

const goalShort = { contribution: { lower: 20, upper: 80 }, needed: 90, isPointMet: false };
const fewReached = { interval: { lower: 0.22, upper: 0.28 }, floor: 0.8 };

/** One piece of evidence for each of the eighteen states, around the same churn initiative. */
const EVIDENCE_FOR: Readonly<Record<VerdictState, Evidence>> = {
  NOT_MEASURABLE: { ...works, design: 'none' },
  EVIDENCE_BROKEN: { ...works, integrity: { ...works.integrity, sampleRatioP: 0.0004 } },
  COLLECTING: {
    ...works,
    look: 'monitoring',
    isFeasible: true,
    volume: { ...works.volume, matured: [60, 20], events: [4, 2] },
  },
  TOO_EARLY: { ...wide, look: 'monitoring', isFeasible: true },
  UNDERPOWERED: { ...wide, look: 'monitoring' },
  HARMFUL: {
    ...works,
    effect: { lower: -0.08, upper: -0.01 },
    guardrails: [{ metric: 'complaints', effect: { lower: -0.05, upper: -0.03 }, tolerance: 0.02 }],
  },
  WORKS: works,
  PAYS_GOAL_OPEN: { ...works, goal: { contribution: { lower: 40, upper: 150 }, needed: 90, isPointMet: false } },
  WORKS_TOO_SMALL: { ...works, goal: goalShort },
  NOT_REACHED: { ...works, reach: fewReached, goal: goalShort },
  MIS_TARGETED: {
    ...ineffective,
    targetingGap: { lower: -0.07, upper: -0.01 },
    unflaggedEffect: { lower: 0.015, upper: 0.06 },
  },
  EFFECTIVE_UNPROFITABLE: {
    ...works,
    effect: { lower: 0.008, upper: 0.045 },
    net: { lower: -1_100_000, upper: -390_000 },
  },
  UNPROFITABLE_EFFECT_OPEN: {
    ...works,
    effect: { lower: -0.004, upper: 0.045 },
    net: { lower: -1_400_000, upper: -390_000 },
  },
  ACCURATE_ACTION_INEFFECTIVE: ineffective,
  MODEL_INACCURATE: { ...ineffective, prediction: { interval: { lower: 0.12, upper: 0.17 }, floor: 0.2 } },
  ACTION_INEFFECTIVE_MODEL_OPEN: { ...ineffective, prediction: { interval: { lower: 0.17, upper: 0.28 }, floor: 0.2 } },
  EFFECTIVE_PAYBACK_OPEN: {
    ...works,
    effect: { lower: 0.004, upper: 0.06 },
    net: { lower: -900_000, upper: 2_400_000 },
  },
  INCONCLUSIVE: wide,
};

function estimate(interval: Interval): Estimate {
  return { interval, point: (interval.lower + interval.upper) / 2 };
}

function optional<T, R>(value: T | null, convert: (value: T) => R): R | null {
  return value === null ? null : convert(value);
}

/** The churn initiative in the expert's words, with the numbers of a piece of evidence. */
function inputFor(evidence: Evidence, change: Partial<AnswerInput> = {}): AnswerInput {
  return {
    verdict: decideVerdict(evidence),
    words: {
      unit: { one: 'customer', many: 'customers' },
      action: 'retention call',
      predicted: 'leave',
      gain: { one: 'saved customer', many: 'saved customers' },
    },
    measure: { kind: 'share', good: { one: 'stays', many: 'stay' }, bad: { one: 'leaves', many: 'leave' } },
    smallestWorthwhile: evidence.smallestWorthwhile,
    prediction: optional(evidence.prediction, ({ interval, floor }) => ({
      metric: 'precision' as const,
      estimate: estimate(interval),
      floor,
      baseRate: 0.12,
    })),
    reach: optional(evidence.reach, ({ interval, floor }) => ({ estimate: estimate(interval), target: floor })),
    effect: optional(evidence.effect, estimate),
    unflaggedEffect: optional(evidence.unflaggedEffect, estimate),
    contribution: optional(evidence.goal, ({ contribution, needed }) => ({
      estimate: estimate(contribution),
      needed,
      unit: 'customers',
    })),
    net: optional(evidence.net, (interval) => ({
      intervalMinor: interval,
      pointMinor: estimate(interval).point,
      currency: 'EUR',
      label: 'measured' as const,
    })),
    costPerGain: null,
    breakEven: 0.05,
    windowDays: 30,
    progress: { unitsNeeded: 1770, days: 37, on: '2026-05-14' },
    readOutOn: '2026-06-01',
    answerBy: '2026-06-15',
    people: { sme: 'Ana', 'data-scientist': 'Ben' },
    decided: {
      on: '2026-03-03',
      by: [
        { name: 'Ana', role: 'sme' },
        { name: 'Ben', role: 'data-scientist' },
      ],
      isBeforeData: true,
    },
    leftOut: { mixedUnits: 12, immatureUnits: 340, actionsWithoutCost: 1 },
    ...change,
  };
}

function textOf(answer: Answer): string {
  return [
    ...answer.headline,
    ...answer.chain.flatMap(({ number, sentence, whatToDo }) => [number, sentence, whatToDo ?? '']),
    answer.ask.sentence,
    answer.evidence.sentence,
    answer.planned,
    ...answer.leftOut,
  ].join('\n');
}

function headlineOf(evidence: Evidence, change: Partial<AnswerInput> = {}): string {
  return writeAnswer(inputFor(evidence, change)).headline.join(' ');
}

const BANNED =
  /\bp[- ]?values?\b|\bCIs?\b|confidence|significan|uplift|holdout|\bno effect\b(?! worth having)|\bproved\b|\bproven\b|statistic|\bAUC\b|hypothes|undefined|NaN|null|Infinity|-0(?![.\d])/i;

const amountMeasure = { kind: 'amount', noun: 'downtime', unit: 'hours', direction: 'down' } as const;

describe('the words of every state', () => {
  it.each(VERDICT_STATES)(
    '%s is told without a word of statistics, in share and in amount, at every grade',
    (state) => {
      const evidence = EVIDENCE_FOR[state];
      const designs: Design[] = state === 'NOT_MEASURABLE' ? ['none'] : ['holdout', 'rdd', 'did', 'synthetic', 'its'];
      for (const design of designs) {
        for (const measure of [inputFor(evidence).measure, amountMeasure]) {
          const answer = writeAnswer(inputFor({ ...evidence, design }, { measure }));
          expect(decideVerdict({ ...evidence, design }).state).toBe(state);
          expect(answer.headline.length).toBeGreaterThan(0);
          expect(textOf(answer)).not.toMatch(BANNED);
          for (const told of answer.headline) expect(told).toMatch(/^[A-Z0-9].*[.?]$/s);
        }
      }
    },
  );

  it('says something of its own in each state', () => {
    const openings = VERDICT_STATES.map((state) => headlineOf(EVIDENCE_FOR[state]));
    expect(new Set(openings).size).toBe(VERDICT_STATES.length);
  });

  it('never calls evidence of grade C or D shown', () => {
    for (const design of ['did', 'synthetic', 'its'] as const) {
      const { evidence, headline } = writeAnswer(inputFor({ ...works, design }));
      expect(evidence.word).toBe(design === 'its' ? 'suggestive' : 'supported');
      expect(headline[0]).not.toBe('It works.');
    }
    expect(writeAnswer(inputFor(works)).evidence.word).toBe('shown');
  });
});

describe('the three sentences of not knowing', () => {
  it('are never mixed: not worth having, not yet, and still not', () => {
    const [notWorth, notYet, stillNot] = [ineffective, EVIDENCE_FOR.TOO_EARLY, wide].map((each) => headlineOf(each));
    expect(notWorth).toContain('no effect worth having');
    expect(notYet).toMatch(/^We cannot tell yet\./);
    expect(stillNot).toMatch(/^We looked on 1 June 2026, as planned, and still cannot tell\./);
    expect(stillNot).toContain('The largest effect still possible: at best 7 of every 100 customers reached stay');
    for (const told of [notYet, stillNot]) expect(told).not.toContain('no effect');
  });

  it('too early gives the number of units, the days and the date', () => {
    expect(headlineOf(EVIDENCE_FOR.TOO_EARLY)).toContain(
      '1,770 more customers need to finish their 30 days: about 37 days, on 14 May 2026. Nothing to do until then.',
    );
    expect(headlineOf(EVIDENCE_FOR.TOO_EARLY, { progress: null })).toContain('the answer is due on 1 June 2026');
  });
});

describe('the churn case', () => {
  const answer = writeAnswer(inputFor(ineffective));

  it('praises the model first, then says what the call does not do, then asks both to come back', () => {
    expect(answer.headline).toEqual([
      'The model finds the right customers, but the retention call has no effect worth having on those that it reaches.',
      'Likely between 28 and 34 of every 100 customers it flags would leave, against 12 of every 100 overall (best estimate 31); at least 20 were agreed.',
      'At best 1 of every 100 customers reached stays because of the retention call, and it would take 2 of every 100 to be worth doing.',
      'Back to Ana and Ben together: another action, an earlier moment, or another group?',
    ]);
  });

  it('opens the tile of the action and calls prediction and reach healthy', () => {
    expect(answer.chain.map(({ link, word, isFirstWeak }) => [link, word, isFirstWeak])).toEqual([
      ['prediction', 'healthy', false],
      ['reach', 'healthy', false],
      ['action', 'weak', true],
      ['effect', 'weak', false],
      ['cost', 'weak', false],
    ]);
    expect(answer.chain[0]?.number).toBe('28 to 34 of 100');
    expect(answer.chain[4]?.number).toBe('EUR -20,000 to EUR -5,000');
  });

  it('names who is asked, by when, and that it was decided before the data', () => {
    expect(answer.ask.who).toEqual(['Ana (subject-matter expert)', 'Ben (data scientist)']);
    expect(answer.ask.by).toBe('15 June 2026');
    expect(answer.planned).toBe(
      'What counts as success was decided on 3 March 2026 by Ana (subject-matter expert) and Ben (data scientist), before any data were looked at.',
    );
  });
});

describe('the answer', () => {
  it('counts people on one denominator that grows until the numbers differ', () => {
    const close = { ...ineffective, effect: { lower: -0.004, upper: 0.0164 } };
    expect(headlineOf(close)).toContain(
      'At best 16 of every 1,000 customers reached stay because of the retention call, and it would take 20 of every 1,000',
    );
  });

  it('tells amounts in the unit of the KPI', () => {
    const told = headlineOf(
      { ...works, effect: { lower: 1.21, upper: 2.04 }, smallestWorthwhile: 0.5 },
      { measure: amountMeasure },
    );
    expect(told).toContain(
      'For each customer reached, downtime is likely between 1.21 and 2.04 hours lower because of the retention call (best estimate 1.63 hours lower).',
    );
  });

  it('says that a cost per success is unlimited when none may have been achieved', () => {
    const told = headlineOf(EVIDENCE_FOR.EFFECTIVE_PAYBACK_OPEN, {
      costPerGain: { lowerMinor: 12_000, upperMinor: null, currency: 'EUR', label: 'measured' },
    });
    expect(told).toContain(
      'Each saved customer costs at least EUR 120 (measured value); with what we know it could also be that there is no saved customer at all.',
    );
  });

  it('never shows money without its label', () => {
    for (const state of VERDICT_STATES) {
      for (const told of writeAnswer(inputFor(EVIDENCE_FOR[state])).headline) {
        if (told.includes('EUR')) expect(told).toContain('measured value');
      }
    }
  });

  it('says not measured yet, with the action that would measure it, where nothing was measured', () => {
    const bare = { ...works, net: null, goal: null, prediction: null, reach: null };
    const { chain } = writeAnswer(inputFor(bare));
    for (const link of ['prediction', 'reach', 'effect', 'cost']) {
      const tile = chain.find((each) => each.link === link);
      expect(tile?.word).toBe(link === 'effect' ? 'healthy' : 'unknown');
      expect(tile?.number).toBe('Not measured yet');
    }
    expect(chain[1]?.whatToDo).toContain('Record every retention call');
  });

  it('hides every number while the records are broken', () => {
    const { chain } = writeAnswer(inputFor(EVIDENCE_FOR.EVIDENCE_BROKEN));
    for (const { sentence } of chain) expect(sentence).toBe('Hidden until the records are repaired.');
  });

  it('lists what was left out', () => {
    expect(writeAnswer(inputFor(works)).leftOut).toEqual([
      '12 customers left out: recorded in more than one group.',
      '340 customers not counted yet: their 30 days are not over.',
      'The cost of 1 action is not recorded.',
    ]);
  });

  it('names an empty seat instead of a person', () => {
    const { who } = writeAnswer(inputFor(EVIDENCE_FOR.NOT_REACHED, { people: {} })).ask;
    expect(who).toEqual(['the subject-matter expert (nobody named yet)', 'the DevOps / IT (nobody named yet)']);
  });
});

describe('the two ledgers', () => {
  const kpi = {
    name: 'Churn',
    unit: 'points',
    direction: 'down' as const,
    baseline: 12,
    current: 10,
    asOf: '2026-05-14',
    decimals: 1,
  };
  const some = { interval: { lower: 0.5, upper: 1.5 }, point: 1 };
  const none = { interval: { lower: -0.4, upper: 0.3 }, point: 0 };

  it('are read together in four ways', () => {
    expect(readLedgers(kpi, some).reading).toBe(
      'Churn improved, and this initiative accounts for likely between 0.5 and 1.5 points.',
    );
    expect(readLedgers(kpi, none).reading).toContain('improved for other reasons');
    expect(readLedgers({ ...kpi, current: 12 }, some).reading).toContain('would have been worse by likely between');
    expect(readLedgers({ ...kpi, current: 13 }, none).ledgerCase).toBe('neither');
  });

  it('stay two lines, and an unmeasured contribution is not a 0', () => {
    const { observedLine, movedLine } = readLedgers(kpi, null);
    expect(observedLine).toBe('KPI as observed: Churn went from 12.0 to 10.0 points by 14 May 2026, better by 2.0.');
    expect(movedLine).toMatch(/^KPI moved by this initiative: not measured yet/);
  });

  it('say so when the KPI would have got worse although it improved', () => {
    const large = { interval: { lower: 2.5, upper: 3.5 }, point: 3 };
    expect(readLedgers(kpi, large).reading).toContain('without this initiative it would have got worse');
  });
});
