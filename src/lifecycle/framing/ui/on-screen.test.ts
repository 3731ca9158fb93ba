import { expect, it } from 'vitest';
import { minorUnits } from '../../../words/index.ts';
import { scaleOfUnit } from '../scale-of-unit.ts';
import { dataNameOf, tidy, withCurrency } from './on-screen.ts';

it('a share that is shown as percent has no binary dust', () => {
  expect(0.07 * 100).not.toBe(7);
  expect(tidy(0.07 * 100)).toBe(7);
  expect(tidy(2.3 / 100)).toBe(0.023);
});

it('money on screen stays the same when the currency changes, whatever its smallest unit', () => {
  const draft = { decisionPolicy: { costPerActionCents: 1_200 }, successCriterion: { valuePerOutcomeCents: 60_000 } };
  const yen = withCurrency(draft, 'JPY');
  expect(yen).toEqual({
    decisionPolicy: { costPerActionCents: 12 },
    successCriterion: { valuePerOutcomeCents: 600, currency: 'JPY' },
  });
  expect(withCurrency(yen, 'EUR')).toMatchObject({ decisionPolicy: { costPerActionCents: 1_200 } });
});

it('a currency that is not known counts a hundred of its smallest units', () => {
  expect([minorUnits('KWD'), minorUnits('??')]).toEqual([1_000, 100]);
});

it('a KPI in percent counts a hundred for one outcome per unit', () => {
  expect(['% of customers', 'percent', 'hours a week'].map(scaleOfUnit)).toEqual([100, 100, 1]);
});

it('words become a name that data can carry', () => {
  expect(dataNameOf('Customer who left')).toBe('customer_who_left');
  expect(dataNameOf('  30-day Kündigung! ')).toBe('day_kundigung');
  expect(dataNameOf('42')).toBe('');
  expect(dataNameOf(`a${' b'.repeat(40)}`)).toMatch(/^[a-z][a-z0-9_]{0,39}$/);
});
