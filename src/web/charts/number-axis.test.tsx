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

it('a logarithmic axis has no more words than room', () => {
  const { ticks } = uprightAxis(extentOf([0.04, 12]), [230, 0], shortNumber, true);
  const gaps = ticks.slice(1).map(({ at }, index) => (ticks[index]?.at ?? 0) - at);
  expect(ticks.map(({ label }) => label)).toEqual(expect.arrayContaining(['0.01', '0.1', '1', '10', '100']));
  for (const gap of gaps) expect(gap).toBeGreaterThan(12);
});
