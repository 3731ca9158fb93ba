import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { LineWithBand } from './line-with-band.tsx';
import { extentOf, levelAxis, shortNumber, uprightAxis } from './number-axis.ts';

describe('an axis of what is counted', () => {
  const room = [600, 0] as const;
  const wide = [0, 1_200] as const;
  const labels = (values: readonly number[], isLogarithmic = false) => [
    uprightAxis(extentOf(values), room, shortNumber, isLogarithmic).ticks.map(({ label }) => label),
    levelAxis(extentOf(values), wide, shortNumber).ticks.map(({ label }) => label),
  ];

  it('has ticks at whole numbers only, however much room there is', () => {
    expect(labels([1, 3])).toEqual([
      ['1', '2', '3'],
      ['1', '2', '3'],
    ]);
    expect(labels([2, 3], true)[1]).toEqual(['2', '3']);
    for (const label of labels([0, 999]).flat()) expect(label).not.toContain('.');
  });

  it('reaches to the neighbours of the one count that there is', () => {
    expect(labels([6, 6])[0]).toEqual(['5', '6', '7']);
  });

  it('does not round what is measured', () => {
    expect(labels([1, 2.5])[0]).toContain('1.5');
  });

  it('is also found over time', () => {
    const points = ['2026-01-01', '2026-02-01'].map((at, value) => ({ at, value: value + 1 }));
    const markup = renderToStaticMarkup(
      <LineWithBand
        finding="More machines"
        description="A line that rises."
        label="machines"
        points={points}
        format={String}
      />,
    );
    const heights = [...markup.matchAll(/text-anchor="end" dominant-baseline="central">([^<]+)/g)].map(
      ([, text]) => text,
    );
    expect(heights).toEqual(['1', '2']);
  });
});

describe('a logarithmic axis', () => {
  const ticksOf = (low: number, high: number) =>
    uprightAxis(extentOf([low, high]), [230, 0], shortNumber, true).ticks.map(({ label }) => label);

  it('has no more words than room', () => {
    for (const [low, high] of [
      [0.04, 12],
      [0.35, 0.9],
      [3, 4.9],
      [1e-9, 4e12],
    ] as const) {
      const { ticks } = uprightAxis(extentOf([low, high]), [230, 0], shortNumber, true);
      const gaps = ticks.slice(1).map(({ at }, index) => (ticks[index]?.at ?? 0) - at);
      for (const gap of gaps) expect(gap).toBeGreaterThan(12);
    }
  });

  it('ends at the round numbers next to what it holds, whatever part of a power of ten that is', () => {
    expect(ticksOf(0.04, 12)).toEqual(['0.03', '0.1', '0.3', '1', '3', '10', '30']);
    expect(ticksOf(0.35, 0.9)).toEqual(['0.3', '0.4', '0.5', '0.6', '0.7', '0.8', '0.9']);
    expect(ticksOf(0.9, 1)).toEqual(['0.9', '0.92', '0.94', '0.96', '0.98', '1']);
    expect(ticksOf(0.1, 0.1 * 3)).toContain('0.3');
  });

  it('writes powers of ten where numbers would be rows of noughts, and never both', () => {
    expect(ticksOf(0.0001, 0.5)).toEqual(['0.0001', '0.001', '0.01', '0.1', '1']);
    expect(ticksOf(3e-7, 0.002)).toEqual(['10⁻⁷', '10⁻⁶', '10⁻⁵', '10⁻⁴', '10⁻³', '10⁻²']);
    expect(ticksOf(1, 2e9)).toEqual(['1', '10²', '10⁴', '10⁶', '10⁸', '10¹⁰']);
    expect(ticksOf(0.00012, 0.00013)[0]).toBe('1.2·10⁻⁴');
  });

  it('has only whole numbers for what is counted', () => {
    expect(ticksOf(1, 3)).toEqual(['1', '2', '3']);
  });

  it('holds the least and the greatest number that there is', () => {
    const axis = uprightAxis({ low: 5e-324, high: 1.7e308, isWhole: false }, [230, 0], shortNumber, true);
    for (const value of [5e-324, 1, 1.7e308]) {
      expect(axis.place(value)).toBeGreaterThanOrEqual(0);
      expect(axis.place(value)).toBeLessThanOrEqual(230);
    }
  });
});
