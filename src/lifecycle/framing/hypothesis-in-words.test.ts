import { describe, expect, it } from 'vitest';
import { hypothesisInWords } from './hypothesis-in-words.ts';

describe('what a run tests', () => {
  it('is the prediction task as a claim, with the rule of thumb that it must beat', () => {
    expect(
      hypothesisInWords({
        entity: { one: 'customer', many: 'customers' },
        moment: 'every Monday morning',
        outcome: 'leaves within 90 days',
        waitDays: 90,
        heuristic: 'call those whose contract ends next',
      }),
    ).toBe(
      'For each customer it can be predicted: "leaves within 90 days" (when: every Monday morning). It must beat the rule of thumb: call those whose contract ends next',
    );
  });

  it('is not guessed while the task does not say about whom, or what', () => {
    expect(hypothesisInWords({ outcome: 'leaves' })).toBeNull();
    expect(hypothesisInWords({ entity: { one: 'customer', many: 'customers' } })).toBeNull();
  });
});
