import { describe, expect, it } from 'vitest';
import { exactFigure, kpiFigure, pFigure, readableSeries, withUnit } from './figures.ts';

describe('figures behind "Show the numbers"', () => {
  it('keep six decimals, so that another tool can be compared with them', () => {
    expect(exactFigure(0.0123456789)).toBe('0.012346');
    expect(exactFigure(-0.5)).toBe('−0.500000');
    expect(exactFigure(12_480)).toBe('12,480');
  });

  it('never write a small probability as 0', () => {
    expect(pFigure(0.0312)).toBe('0.031200');
    expect(pFigure(3.456e-12)).toBe('3.46e-12');
  });
});

describe('a value of the KPI', () => {
  it('has as many decimals as it carries, at most two, and its percent sign at the number', () => {
    expect(withUnit(kpiFigure(12), '% of customers')).toBe('12% of customers');
    expect(withUnit(kpiFigure(12.46), 'hours')).toBe('12.46 hours');
    expect(kpiFigure(12.456)).toBe('12.46');
    expect(kpiFigure(12.5)).toBe('12.5');
  });
});

describe('the evidence over time', () => {
  const at = (on: string, half: number | null) => ({
    on,
    units: 100,
    estimate: 0,
    lower: half === null ? null : -half,
    upper: half,
  });

  it('begins where its range is narrow enough to be read beside the last one', () => {
    const series = [at('2026-01-07', null), at('2026-01-14', 90), at('2026-01-21', 7), at('2026-01-28', 1)];
    expect(readableSeries(series).map(({ on }) => on)).toEqual(['2026-01-21', '2026-01-28']);
  });

  it('is shown whole while nothing bounds it', () => {
    const series = [at('2026-01-07', null), at('2026-01-14', null)];
    expect(readableSeries(series)).toEqual(series);
  });
});
