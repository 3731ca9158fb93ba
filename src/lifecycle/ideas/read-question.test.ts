import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processorTimeOf } from '../../../test/processor-time.ts';
import type { Calendar } from './read-due.ts';
import { type QuestionReading, readQuestion } from './read-question.ts';

const CALENDAR: Calendar = { today: '2026-11-27', fiscalYearStart: 1 };

/** A reading in short: kind, way, amount, what is counted and when, with `-` for what was left open. */
function short(sentence: string, calendar = CALENDAR): string {
  const { kind, direction, amount, kpi, due } = readQuestion(sentence, calendar);
  return [kind, direction?.value, amountInShort(amount), kpi?.value, due?.value].map((part) => part ?? '-').join(' | ');
}

function amountInShort(amount: QuestionReading['amount']): string | null {
  switch (amount?.value.kind) {
    case undefined:
      return null;
    case 'share':
      return `${Math.round(amount.value.percent * 10) / 10}% of it`;
    case 'points':
      return `${amount.value.points} points`;
    case 'difference':
      return `${amount.value.value} ${amount.value.unit ?? ''}`.trim();
    case 'level':
      return `${amount.value.from === null ? '' : `${amount.value.from} `}to ${amount.value.value}${amount.value.unit ?? ''}`;
  }
}

describe('a question with a number', () => {
  it.each([
    ['reduce churn by 10% this quarter', 'defined | down | 10% of it | churn | 2026-12-31'],
    ['How can we reduce churn by 10% this year?', 'defined | down | 10% of it | churn | 2026-12-31'],
    [
      'Cut unscheduled maintenance hours from 36% to 32% by June',
      'defined | down | 36 to 32% | unscheduled maintenance hours | 2027-06-30',
    ],
    [
      'We want to increase the share of repeat buyers by 2 points by the end of 2027',
      'defined | up | 2 points | share of repeat buyers | 2027-12-31',
    ],
    ['Lower our scrap rate by half within 6 months.', 'defined | down | 50% of it | scrap rate | 2027-05-27'],
    [
      'Please cut 300 hours of unplanned downtime before Christmas',
      'defined | down | 300 hours | unplanned downtime | 2026-12-24',
    ],
    ['Grow revenue by EUR 1.2m next year', 'defined | up | 1200000 EUR | revenue | 2027-12-31'],
    ['increase revenue by €1.2 million', 'defined | up | 1200000 EUR | revenue | -'],
    ['grow sales by $300k by Q3 2027', 'defined | up | 300000 USD | sales | 2027-09-30'],
    [
      'Double the number of qualified leads by 31 March 2027',
      'defined | up | 100% of it | number of qualified leads | 2027-03-31',
    ],
    ['Reduce complaints by two thirds in the next two years', 'defined | down | 66.7% of it | complaints | 2028-11-27'],
    ['bring us 10% fewer complaints by March 31, 2027', 'defined | down | 10% of it | complaints | 2027-03-31'],
    ['Reduce delivery time to 3 days by 2027-03-31', 'defined | down | to 3days | delivery time | 2027-03-31'],
    ['Improve on-time delivery to 95% this quarter', 'defined | - | to 95% | on-time delivery | 2026-12-31'],
    ['keep churn below 5% this year', 'defined | - | to 5% | churn | 2026-12-31'],
    ['reduce churn by ten percent', 'defined | down | 10% of it | churn | -'],
    ['Reduce returns by 1,200 parcels by end of next month', 'defined | down | 1200 parcels | returns | 2026-12-31'],
    ['reduce churn by 10% compared with last year', 'defined | down | 10% of it | churn | -'],
    ['Reduce lead time in Rio de Janeiro by 10%', 'defined | down | 10% of it | lead time | -'],
  ])('%s', (sentence, expected) => expect(short(sentence)).toBe(expected));
});

describe('an open question', () => {
  it.each([
    ['How can we get people to buy more widgets?', 'open | up | - | widgets | -'],
    ['How can we lose fewer customers after the second support ticket?', 'open | - | - | - | -'],
    ['What makes our machines fail?', 'open | - | - | - | -'],
    ['Why did churn increase by 10% last quarter?', 'open | - | - | - | -'],
    ['reduce churn', 'open | down | - | churn | -'],
    ['Where do we lose money in 2027?', 'open | - | - | - | 2027-12-31'],
  ])('%s', (sentence, expected) => expect(short(sentence)).toBe(expected));
});

describe('where a guess could be wrong, nothing is guessed', () => {
  it.each([
    ['a date that people read in two ways', 'reduce churn by 10% by 2027', 'defined | down | 10% of it | churn | -'],
    ['a figure that countries write differently', 'reduce tickets by 1.200', '- | down | - | tickets | -'],
    ['two goals', 'reduce churn by 10% and increase revenue by 5%', 'defined | - | - | - | -'],
    ['two amounts', 'reduce churn by 10% or by 12%', 'defined | down | - | churn | -'],
    ['two things counted', 'reduce churn and cost by 10%', 'defined | down | 10% of it | - | -'],
    ['two dates', 'reduce churn by 10% by June or within 2 months', 'defined | down | 10% of it | churn | -'],
    ['what is denied', 'Do not reduce churn by 10%', '- | - | - | - | -'],
    ['what must not happen', 'grow without increasing churn by 5%', '- | - | - | - | -'],
    ['what happened', 'Churn rose by 10% last quarter', '- | - | - | - | -'],
    ['what happens', 'Complaints increase by 10% every month', '- | - | - | - | -'],
    ['a noun', 'An increase of 10% of churn', '- | - | - | - | -'],
    ['a way that contradicts the figures', 'increase churn from 36% to 32%', 'defined | - | 36 to 32% | churn | -'],
    ['something that only was named', 'reduce it by 10%', 'defined | down | 10% of it | - | -'],
    ['a date that has passed', 'reduce churn by 10% by 31 March 2020', 'defined | down | 10% of it | churn | -'],
    ['a day that no calendar has', 'reduce churn by 10% by 31 June 2027', 'defined | down | 10% of it | churn | -'],
    ['American or European days', 'reduce churn by 10% by 03/04/2027', 'defined | down | 10% of it | churn | -'],
    ['names with figures', 'reduce COVID-19 cases at B2B customers 24/7', '- | - | - | - | -'],
    ['German', 'Abwanderung um 10% senken bis Ende des Quartals', '- | - | - | - | -'],
    ['Spanish that begins like English', 'Reduce los costes en 10% este año', '- | - | - | - | -'],
    ['French', 'Réduire le taux de départ de 10% ce trimestre', '- | - | - | - | -'],
    ['another alphabet', '今四半期に解約率を10%減らす', '- | - | - | - | -'],
    ['nothing', '', '- | - | - | - | -'],
    ['only signs', '%%% ??? 10 ---', '- | - | - | - | -'],
  ])('%s: %s', (_, sentence, expected) => expect(short(sentence)).toBe(expected));

  it('says why it left it open', () => {
    expect(readQuestion('reduce churn by 10% and increase revenue by 5%', CALENDAR).doubt).toBe('several-goals');
    expect(readQuestion('Reduce los costes en 10% este año', CALENDAR).doubt).toBe('not-english');
  });
});

describe('dates', () => {
  const APRIL: Calendar = { today: '2026-11-27', fiscalYearStart: 4 };
  const FEBRUARY: Calendar = { today: '2026-11-27', fiscalYearStart: 2 };

  it('follow the year of the organisation', () => {
    expect(short('reduce churn by 1% this quarter', FEBRUARY)).toContain('2027-01-31');
    expect(short('reduce churn by 1% this fiscal year', APRIL)).toContain('2027-03-31');
    expect(short('reduce churn by 1% by Q3', CALENDAR)).toContain('2027-09-30');
    expect(short('reduce churn by 1% by Q4', APRIL)).toContain('2027-03-31');
    // Which year is called 2027 differs where it does not begin in January.
    expect(short('reduce churn by 1% by Q3 2027', APRIL)).toMatch(/\| -$/);
  });

  it.each([
    ['by the end of the quarter', '2026-12-31'],
    ['by end of next quarter', '2027-03-31'],
    ['this month', '2026-11-30'],
    ['by year end', '2026-12-31'],
    ['before June', '2027-05-31'],
    ['before the end of June', '2027-06-30'],
    ['by June next year', '2027-06-30'],
    ['by December', '2026-12-31'],
    ['by March 2028', '2028-03-31'],
    ['until 31.03.2027', '2027-03-31'],
    ['by the 15th of May', '2027-05-15'],
    ['in 3 weeks', '2026-12-18'],
    ['over the next 90 days', '2027-02-25'],
    ['within a year', '2027-11-27'],
    ['in 2028', '2028-12-31'],
    ['by New Year', '2026-12-31'],
  ])('%s', (words, day) => {
    const { due } = readQuestion(`Reduce churn by 10% ${words}`, CALENDAR);
    expect([due?.value, due?.words]).toEqual([day, words]);
  });

  it.each([
    'before summer',
    'soon',
    'in the 90 days after delivery',
    'this decade',
    'by 2099',
    'over 3 months',
    'as of May',
  ])('vague or unlikely: %s', (words) => expect(readQuestion(`Reduce churn by 10% ${words}`, CALENDAR).due).toBeNull());
});

describe('whatever is written', () => {
  const words = [
    'reduce',
    'churn',
    'by',
    '10%',
    'to',
    '32%',
    'from',
    '36%',
    'this',
    'quarter',
    'within',
    '6',
    'months',
    'not',
    'and',
    'EUR',
    '1.2m',
    'June',
    '2027',
    'the',
    'end',
    'of',
    'double',
    '—',
    '0',
    '99999999999999999999',
    '1e9',
    '-5',
    'half',
    'a',
    'third',
    'more',
    'fewer',
    'q3',
    'Q3',
  ];
  const sentences = fc.oneof(
    fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => parts.join(' ')),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
  );

  it('is never changed, never read twice for two things, and never ends in the past or in a figure that is none', () => {
    fc.assert(
      fc.property(sentences, fc.integer({ min: 1, max: 12 }), (sentence, fiscalYearStart) => {
        const reading = readQuestion(sentence, { today: '2028-02-29', fiscalYearStart });
        const parts = [reading.direction, reading.amount, reading.kpi, reading.due].flatMap((part) => part ?? []);
        for (const { words: said, start, end } of parts) {
          expect(said).toBe(sentence.slice(start, end));
          expect(said.length).toBeGreaterThan(0);
        }
        if (reading.due) {
          expect(reading.due.value).toMatch(/^20\d\d-\d\d-\d\d$/);
          expect(reading.due.value > '2028-02-29').toBe(true);
        }
        for (const figure of Object.values(reading.amount?.value ?? {})) {
          if (typeof figure === 'number') expect(figure >= 0 && figure < 1e25).toBe(true);
        }
        expect(reading.kind === 'defined' || reading.amount === null).toBe(true);
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });

  it('is read in no time, however long it is', () => {
    const long = [
      'reduce '.repeat(30_000),
      'by 10% '.repeat(30_000),
      'from from from to '.repeat(20_000),
      `reduce ${'a'.repeat(200_000)} by 10%`,
      '1,1,1,1'.repeat(50_000),
    ];
    const spentMs = processorTimeOf(() => {
      for (const sentence of long) readQuestion(sentence, CALENDAR);
    });
    expect(spentMs).toBeLessThan(1_000);
  });
});
