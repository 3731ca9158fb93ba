import { describe, expect, it } from 'vitest';
import {
  type CandidateContent,
  candidateContentSchema,
  candidateWorth,
  missingOfCandidate,
  rankCandidates,
} from './candidate.ts';
import { CHURN_FRAMING } from './framing-content.fixture.ts';
import { prefillDraft } from './prefill-draft.ts';

function candidate(change: object = {}): CandidateContent {
  return candidateContentSchema.parse({
    title: 'Call customers who are about to leave',
    predictionTask: CHURN_FRAMING.predictionTask,
    decisionPolicy: {
      action: 'retention call',
      actor: 'the call centre',
      capacityPerCycle: 100,
      cycleDays: 30,
      costPerActionCents: 1_200,
    },
    value: { lowCents: 200_000, highCents: 500_000, estimatedBy: 'Ana' },
    feasibility: { level: 'high', reason: 'The data are there.' },
    risk: { level: 'low', reason: 'A call harms nobody.' },
    ...change,
  });
}

describe('a candidate', () => {
  it('is worth what it brings less the cost of acting at full capacity, over 30 days', () => {
    expect(candidateWorth(candidate())).toEqual({ lowCents: 80_000, highCents: 380_000 });
    const weekly = candidate({ decisionPolicy: { capacityPerCycle: 100, cycleDays: 6, costPerActionCents: 1_200 } });
    expect(candidateWorth(weekly)).toEqual({ lowCents: 400_000, highCents: 1_900_000 });
  });

  it('may cost more than it brings, and is of unknown worth while a part is missing', () => {
    const dear = candidate({ decisionPolicy: { capacityPerCycle: 1_000, costPerActionCents: 1_200 } });
    expect(candidateWorth(dear)).toEqual({ lowCents: -1_000_000, highCents: -700_000 });
    expect(candidateWorth(candidate({ value: undefined }))).toBe(null);
    expect(candidateWorth(candidate({ decisionPolicy: { costPerActionCents: 1 } }))).toBe(null);
  });

  it('that is only a title names everything that it lacks, and a complete one nothing', () => {
    expect(missingOfCandidate(candidate())).toEqual([]);
    const bare = candidateContentSchema.parse({ title: 'Sell more widgets' });
    expect(missingOfCandidate(bare)).toHaveLength(12);
    expect(missingOfCandidate(bare)[0]).toBe('what one prediction is about');
  });

  it('whose range of value ends below its beginning is refused', () => {
    const value = { lowCents: 2, highCents: 1, estimatedBy: 'Ana' };
    expect(candidateContentSchema.safeParse({ title: 'One', value }).error?.issues[0]?.path).toEqual([
      'value',
      'highCents',
    ]);
  });

  it('ranks by its worth at the low end, and last while that is unknown', () => {
    const ranked = rankCandidates([
      { id: 'c', content: candidate({ value: undefined }) },
      { id: 'a', content: candidate() },
      { id: 'd', content: candidate({ value: undefined }) },
      { id: 'b', content: candidate({ value: { lowCents: 300_000, highCents: 300_000, estimatedBy: 'Ana' } }) },
    ]);
    expect(ranked.map(({ id }) => id)).toEqual(['b', 'a', 'c', 'd']);
  });
});

describe('a candidate that is written into a framing', () => {
  it('fills what is empty and never overwrites what somebody wrote', () => {
    const draft = { translation: 'Ours', predictionTask: { heuristic: 'those who complained', outcome: ' ' } };
    const { content, kept } = prefillDraft(draft, candidate());
    expect(content).toMatchObject({
      translation: 'Ours',
      predictionTask: { ...CHURN_FRAMING.predictionTask, heuristic: 'those who complained' },
      decisionPolicy: { action: 'retention call', costPerActionCents: 1_200 },
      successCriterion: { currency: 'EUR' },
    });
    expect(kept).toEqual([
      {
        path: 'predictionTask.heuristic',
        written: 'those who complained',
        offered: 'customers without an order for 60 days',
      },
    ]);
  });

  it('replaces the words of a field that was named, and changes nothing a second time', () => {
    const draft = { predictionTask: { heuristic: 'those who complained' } };
    const { content } = prefillDraft(draft, candidate(), ['predictionTask.heuristic']);
    expect(content).toMatchObject({ predictionTask: { heuristic: 'customers without an order for 60 days' } });
    expect(prefillDraft(content, candidate())).toEqual({ content, kept: [] });
  });

  it('leaves a field alone about which it says nothing', () => {
    const bare = candidateContentSchema.parse({ title: 'Sell more widgets' });
    expect(prefillDraft(CHURN_FRAMING, bare)).toEqual({ content: CHURN_FRAMING, kept: [] });
  });
});
