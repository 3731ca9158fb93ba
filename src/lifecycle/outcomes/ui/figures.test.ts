import { describe, expect, it } from 'vitest';
import { exactFigure, kpiFigure, pFigure, readableSeries, scaleOf, splitUnit } from './figures.ts';

describe('figures behind "Show the numbers"', () => {
  it('keep six decimals, so that another tool can be compared with them', () => {
    expect(exactFigure(0.0123456789)).toBe('0.012346');
    expect(exactFigure(-0.5)).toBe('−0.500000');
    expect(exactFigure(12_480)).toBe('12,480');
    expect(exactFigure(18_605_536.134454)).toBe('18,605,536.13');
  });

  it('never write a small probability as 0', () => {
    expect(pFigure(0.0312)).toBe('0.031200');
    expect(pFigure(3.456e-12)).toBe('3.46e-12');
  });
});

describe('a value of the KPI', () => {
  it('has its percent sign at the number and its unit behind it', () => {
    expect(splitUnit('% of customers')).toEqual({ mark: '%', words: 'of customers' });
    expect(splitUnit('hours')).toEqual({ mark: '', words: 'hours' });
  });

  it('has as many decimals as it carries, at most two, and enough of them below 1', () => {
    expect(kpiFigure(0.0354)).toBe('0.0354');
    expect(kpiFigure(12)).toBe('12');
    expect(kpiFigure(12.456)).toBe('12.46');
    expect(kpiFigure(12.5)).toBe('12.5');
  });
});

describe('a difference', () => {
  it('is counted per hundred for shares and in its own unit for amounts', () => {
    expect(scaleOf('binary', null)).toEqual({ factor: 100, words: 'of every 100' });
    expect(scaleOf('mean', 'hours')).toEqual({ factor: 1, words: 'hours' });
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
