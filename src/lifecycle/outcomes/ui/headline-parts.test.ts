import { describe, expect, it } from 'vitest';
import { partHeadline } from './headline-parts.ts';

const ask = {
  roles: [],
  who: [],
  what: 'Go back to framing together: another action, an earlier moment, or another group?',
  by: null,
  sentence: '',
};

describe('the headline', () => {
  it('is led by its first sentence, and leaves the ask to the ask', () => {
    const headline = [
      'The model finds the right customers, but the retention call has no effect worth having on those that it reaches. Likely between 28 and 34 of every 100 it flags would leave.',
      'At best 1 of every 100 customers reached stays because of it.',
      'Back to Ana and Ben together: another action, an earlier moment, or another group?',
    ];
    expect(partHeadline({ headline, ask })).toEqual({
      lead: 'The model finds the right customers, but the retention call has no effect worth having on those that it reaches.',
      rest: [
        'Likely between 28 and 34 of every 100 it flags would leave.',
        'At best 1 of every 100 customers reached stays because of it.',
      ],
    });
  });

  it('takes the next sentence along where the first says little by itself', () => {
    const headline = ['It works.', 'Of every 100 customers reached, likely between 3 and 9 stay.', 'It gains money.'];
    expect(partHeadline({ headline, ask })).toEqual({
      lead: 'It works. Of every 100 customers reached, likely between 3 and 9 stay.',
      rest: ['It gains money.'],
    });
  });

  it('keeps decimals, and a single statement, whole', () => {
    const headline = ['It adds 1.5 of 2.0 hours.'];
    expect(partHeadline({ headline, ask })).toEqual({ lead: 'It adds 1.5 of 2.0 hours.', rest: [] });
  });
});
