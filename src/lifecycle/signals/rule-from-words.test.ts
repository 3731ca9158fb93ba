import { describe, expect, it } from 'vitest';
import { type NamedColumn, ruleFromWords } from './rule-from-words.ts';

const COLUMNS: readonly NamedColumn[] = [
  { name: 'tenure', type: 'number', values: [] },
  { name: 'Monthly_Charges', type: 'number', values: [] },
  { name: 'Contract', type: 'text', values: ['Month-to-month', 'Two year', 'One year'] },
  { name: 'since', type: 'time', values: [] },
  { name: 'customerID', type: 'id', values: [] },
];

describe('the rule of thumb of a framing', () => {
  it.each([
    [
      'Call everybody with a tenure under 12 months.',
      { kind: 'threshold', column: 'tenure', isAbove: false, threshold: 12 },
    ],
    ['tenure < 6', { kind: 'threshold', column: 'tenure', isAbove: false, threshold: 6 }],
    [
      'Monthly charges of at least 70.5',
      { kind: 'threshold', column: 'Monthly_Charges', isAbove: true, threshold: 70.5 },
    ],
    [
      'monthly charges over 70,5 euro',
      { kind: 'threshold', column: 'Monthly_Charges', isAbove: true, threshold: 70.5 },
    ],
    ['The shortest tenure first', { kind: 'order', column: 'tenure', isHigherFirst: false }],
    ['Contract is month-to-month', { kind: 'level', column: 'Contract', level: 'Month-to-month' }],
  ])('is made exact where its words leave no room: %s', (words, rule) => {
    expect(ruleFromWords(words, COLUMNS)).toEqual(rule);
  });

  it.each([
    'Whoever complained lately',
    'Everybody by tenure',
    'A tenure under 12 and Contract month-to-month',
    'tenure over 2 and under 12',
    'Contract is one year or two year',
    'the latest since',
    'tenured staff over 12',
  ])('is left to people where they name no column, several, or no limit: %s', (words) => {
    expect(ruleFromWords(words, COLUMNS)).toBeNull();
  });
});
