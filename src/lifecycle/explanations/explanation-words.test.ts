import { describe, expect, it } from 'vitest';
import type { ColumnFacts } from '../training/index.ts';
import { curveDoubt } from './curve-doubt.ts';
import {
  cellWords,
  ofHundred,
  otherwiseHeading,
  predictionWords,
  pushWords,
  thenWords,
  trustWords,
  usualWords,
} from './explanation-words.ts';

const CONTRACT: ColumnFacts = {
  kind: 'category',
  name: 'contract',
  missing: 0,
  levels: [
    { level: 'monthly', share: 0.55 },
    { level: 'yearly', share: 0.45 },
  ],
};
const TENURE: ColumnFacts = {
  kind: 'number',
  name: 'tenure',
  missing: 0,
  least: 0,
  low: 2,
  middle: 29,
  high: 69,
  most: 72,
};
const TARGET = { kind: 'binary', name: 'left', classes: ['no', 'yes'] } as const;
const AUC = { kind: 'unavailable', reason: 'too_few_positives' } as const;
const ESTIMATE = { estimate: 0, standardError: 0, interval: { lower: 0, upper: 0 } };
const QUALITY = {
  kind: 'binary',
  rows: 100,
  baseRate: 0.3,
  auc: AUC,
  averagePrecision: null,
  logLoss: ESTIMATE,
  brier: ESTIMATE,
  calibration: { kind: 'unavailable', reason: 'no_units' },
} as const;

describe('the words of an explanation', () => {
  it('chances are told of a hundred, and never as certain', () => {
    expect([0.314, 0.001, 0.999, 0, 1].map(ofHundred)).toEqual(['31', 'fewer than 1', 'more than 99', '0', '100']);
    expect(predictionWords({ kind: 'number' }, -1234.5678)).toBe('−1,234.6');
  });

  it('values lose the dust of float32, and say yes, no and not known', () => {
    expect(cellWords(TENURE, Math.fround(70.7), 'months')).toBe('70.7 months');
    expect(cellWords({ kind: 'yes-no' }, 1)).toBe('yes');
    expect(cellWords(CONTRACT, null)).toBe('not known');
  });

  it('what is usual stands beside a value', () => {
    expect(usualWords(CONTRACT)).toBe('most have monthly (55%)');
    expect(usualWords(TENURE, 'months')).toBe('four of five lie between 2 and 69 months');
    expect(usualWords({ ...CONTRACT, levels: [] })).toBe('shown at the table alone');
  });

  it('a reason pushes up or down, beside the strongest', () => {
    expect(pushWords({ contribution: 2 }, 2)).toBe('pushes up strongly');
    expect(pushWords({ contribution: -0.6 }, 2)).toBe('pushes down clearly');
    expect(pushWords({ contribution: 0.1 }, 2)).toBe('pushes up a little');
    expect(pushWords({ contribution: 0 }, 0)).toBe('hardly matters');
  });

  it('a chance stands beside what came true, and says when it promises more', () => {
    const alike = { rows: 300, low: 0.4, high: 0.52 };
    expect(trustWords(TARGET, { alike, prediction: 0.5 }, QUALITY, 'customers')).toBe(
      'Among 300 customers that the model had not seen and to which it gave nearly the same chance, it came true for likely between 40 and 52 of 100.',
    );
    expect(trustWords(TARGET, { alike, prediction: 0.7 }, QUALITY, 'customers')).toContain('says more than came true');
    expect(trustWords(TARGET, { alike: null, prediction: 0.7 }, QUALITY, 'customers')).toContain('Too few customers');
  });

  it('the heading says whether a change does it, and a figure just beside the line is told so', () => {
    const change = { column: 'contract', from: 'monthly', to: 'yearly', cost: 1 };
    const flips = { kind: 'flips', changes: [change], cost: 1, prediction: 0.4392 } as const;
    expect(otherwiseHeading(flips, true, '44 of 100')).toBe('One change would bring it below 44 of 100');
    expect(otherwiseHeading({ ...flips, kind: 'out-of-reach' }, false, '44 of 100')).toBe(
      'No allowed change brings it to 44 of 100',
    );
    expect(thenWords(TARGET, 0.4392, 0.44)).toBe('just below 44 of 100');
    expect(thenWords(TARGET, 0.31, 0.44)).toBe('31 of 100');
  });
});

describe('what experts call wrong in a curve', () => {
  const places = [0.8, 0.6, 0.4, 0.2, 0.1].map((mean, at) => ({ value: 12 * at, mean }));
  const wrong = (value: number | string, remark: string | null = null) => ({
    value,
    verdict: 'wrong' as const,
    remark,
  });

  it('is told by its regions: points that follow each other make one', () => {
    const said = [
      wrong(0, 'They are under contract.'),
      wrong(12),
      wrong(48),
      { ...wrong(24), verdict: 'as-known' as const },
    ];
    const doubt = curveDoubt({ facts: TENURE, unit: 'months', target: TARGET, places }, said);
    expect(doubt?.title).toBe('The curve is wrong where tenure is 0 to 12 months, and where tenure is 48 months');
    expect(doubt?.seen).toBe(
      'Where tenure is 0 to 12 months, the model foresees between 60 of 100 and 80 of 100. That is wrong. They are under contract.\nWhere tenure is 48 months, the model foresees 10 of 100. That is wrong.',
    );
  });

  it('is told word by word where a column has no order, and is nothing where nobody calls it wrong', () => {
    const words = [
      { value: 'monthly', mean: 0.4 },
      { value: 'yearly', mean: 0.2 },
    ];
    const curve = { facts: CONTRACT, unit: null, target: TARGET, places: words };
    expect(curveDoubt(curve, [wrong('monthly'), wrong('yearly')])?.title).toBe(
      'The curve is wrong where contract is monthly, and where contract is yearly',
    );
    expect(curveDoubt(curve, [{ ...wrong('monthly'), verdict: 'as-known' }])).toBeNull();
  });
});
