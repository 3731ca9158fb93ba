import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { formatPercent } from '../../words/index.ts';
import { nearestPoint } from './curve-readout.tsx';
import { Curves } from './curves.tsx';
import { DistributionBars } from './distribution-bars.tsx';
import { IntervalBars } from './interval-bars.tsx';
import { LineWithBand } from './line-with-band.tsx';
import { extentOf, shortNumber, uprightAxis } from './number-axis.ts';
import { ParallelCoordinates } from './parallel-coordinates.tsx';
import { RankBars } from './rank-bars.tsx';
import { ScatterPlot } from './scatter-plot.tsx';
import { type CurvePoint, smooth } from './smooth.ts';
import { SparkLine } from './spark-line.tsx';
import { Waterfall } from './waterfall.tsx';

const words = { finding: 'It fell 2.1 points', description: 'A line that falls.' };

/** The cells of the table in a chart's markup, row by row, heads first. */
function tableOf(markup: string): readonly (readonly string[])[] {
  const table = /<table>.*<\/table>/s.exec(markup)?.[0] ?? '';
  return [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell),
  );
}

const CHARTS: readonly (readonly [string, (width: number) => ReactElement])[] = [
  [
    'LineWithBand',
    (width) => (
      <LineWithBand
        {...words}
        width={width}
        label="where we acted"
        format={formatPercent}
        target={{ label: 'target', value: 0.1 }}
        points={[
          { at: '2026-01-01', value: 0.124, low: 0.12, high: 0.129 },
          { at: '2026-02-01', value: null },
          { at: '2026-03-01', value: 0.103, low: 0.098, high: 0.108 },
        ]}
        comparisons={[
          {
            label: 'left alone',
            points: [
              { at: '2026-01-01', value: 0.123 },
              { at: '2026-03-01', value: 0.121 },
            ],
          },
        ]}
      />
    ),
  ],
  [
    'IntervalBars',
    (width) => (
      <IntervalBars
        {...words}
        width={width}
        threshold={{ label: 'worth doing from', value: 1 }}
        rows={[
          { label: 'New customers', interval: { low: 1.4, high: 2.8, point: 2.1 }, tone: 'reached' },
          { label: 'Old customers' },
        ]}
      />
    ),
  ],
  [
    'Waterfall',
    (width) => (
      <Waterfall
        {...words}
        width={width}
        start={{ label: 'Average', value: 10 }}
        steps={[
          { label: 'Tickets', change: 5.5 },
          { label: 'Tenure', change: -3 },
        ]}
        endLabel="This one"
      />
    ),
  ],
  [
    'DistributionBars',
    (width) => (
      <DistributionBars
        {...words}
        width={width}
        binHead="Score"
        valueLabel="today"
        referenceLabel="when it learned"
        marker={{ beforeBin: 1, label: 'we act from here' }}
        bins={[
          { label: '0 to 0.5', value: 0.7, reference: 0.8 },
          { label: '0.5 to 1', value: 0.3, reference: 0.2 },
        ]}
      />
    ),
  ],
  [
    'Curves',
    (width) => (
      <Curves
        {...words}
        width={width}
        xHead="Step"
        smoothing={0.5}
        isLogarithmic
        curves={[
          {
            label: 'first run',
            points: [
              { x: 0, value: 4 },
              { x: 1, value: null },
              { x: 2, value: 1 },
            ],
          },
          { label: 'second run', points: [{ x: 2, value: 0.5 }] },
        ]}
      />
    ),
  ],
  [
    'RankBars',
    (width) => (
      <RankBars
        {...words}
        width={width}
        rowHead="Column"
        valueHead="Share"
        format={formatPercent}
        bars={[
          { label: 'months as a customer', value: 0.6 },
          { label: 'calls', value: 0 },
        ]}
      />
    ),
  ],
  [
    'ScatterPlot',
    (width) => (
      <ScatterPlot
        {...words}
        width={width}
        xHead="depth"
        yHead="auc"
        dots={[
          { label: 'first run', x: 4, y: 0.71 },
          { label: 'second run', x: 8, y: 0.74, isMarked: true },
        ]}
      />
    ),
  ],
  [
    'ParallelCoordinates',
    (width) => (
      <ParallelCoordinates
        {...words}
        width={width}
        axes={[
          { head: 'depth', kind: 'number' },
          { head: 'solver', kind: 'word', words: ['lbfgs', 'saga'] },
          { head: 'auc', kind: 'number' },
        ]}
        lines={[
          { label: 'first run', values: [4, 'saga', 0.71] },
          { label: 'second run', values: [8, null, 0.74], isMarked: true },
        ]}
      />
    ),
  ],
];

describe.each(CHARTS)('%s', (_, chart) => {
  it('of curves that broke off are marked where they did, and one without a number draws nothing', () => {
    const crosses = (points: readonly CurvePoint[]): number =>
      renderToStaticMarkup(<Curves {...words} xHead="Step" curves={[{ label: 'loss', points }]} />).split(
        'stroke-linecap="round"',
      ).length - 1;
    const number = { x: 0, value: 4 };
    const lost = { x: 1, value: null };
    expect([crosses([number, lost]), crosses([number, lost, { x: 2, value: 3 }]), crosses([lost])]).toEqual([1, 0, 0]);
    expect(
      renderToStaticMarkup(<Curves {...words} xHead="Step" curves={[{ label: 'loss', points: [lost] }]} />),
    ).not.toContain('<circle');
  });

  it('of curves always tell their last values whole, however long the names are', () => {
    const curves = ['a run with a name of many words', 'another run with as many words'].map((label, at) => ({
      label,
      points: [
        { x: 0, value: 1 },
        { x: 1, value: 0.1234 + at / 1_000 },
      ],
    }));
    const markup = renderToStaticMarkup(<Curves {...words} width={366} xHead="Step" curves={curves} />);
    for (const value of ['0.1234', '0.1244']) expect(markup.split('<section')[0]).toContain(value);
  });

  it('that have no room for all axes say how many they leave out', () => {
    const axes = Array.from({ length: 6 }, (_, at) => ({ head: `axis ${at}`, kind: 'number' as const }));
    const drawn = (width: number) =>
      renderToStaticMarkup(
        <ParallelCoordinates
          {...words}
          width={width}
          axes={axes}
          lines={[{ label: 'run', values: [1, 2, 3, 4, 5, 6] }]}
        />,
      );
    expect(drawn(366)).toContain('5 of 6 axes have room here. The table below has all of them.');
    expect(drawn(900)).not.toContain('have room');
  });

  it('can be drawn without a browser, with a title, a description and no number that is not one', () => {
    for (const width of [320, 640, 1200]) {
      const markup = renderToStaticMarkup(chart(width));
      expect(markup).toContain('<title');
      expect(markup).toContain('A line that falls.</desc>');
      expect(markup).not.toMatch(/NaN|Infinity|undefined/);
      expect(markup).toContain(`width="${width}"`);
    }
  });
});

const markupOf = (name: string) => renderToStaticMarkup(CHARTS.find(([each]) => each === name)?.[1](640) ?? <i />);

describe('the table says what the drawing says', () => {
  it('of a line: each day once, with its interval, what it is compared with and the target', () => {
    expect(tableOf(markupOf('LineWithBand'))).toEqual([
      ['Day', 'where we acted', 'Likely', 'left alone', 'target'],
      ['1 Jan 2026', '12.4%', 'between 12.0% and 12.9%', '12.3%', '10.0%'],
      ['1 Feb 2026', 'Not measured yet', 'Not measured yet', 'Not measured yet', '10.0%'],
      ['1 Mar 2026', '10.3%', 'between 9.8% and 10.8%', '12.1%', '10.0%'],
    ]);
  });

  it('of intervals: the range before the point, and "not measured yet" instead of nothing', () => {
    expect(tableOf(markupOf('IntervalBars'))).toEqual([
      ['Group', 'Likely', 'Most likely'],
      ['New customers', 'between 1.4 and 2.8', '2.1'],
      ['Old customers', 'Not measured yet', 'Not measured yet'],
    ]);
  });

  it('of contributions: the total is the sum of its parts', () => {
    expect(tableOf(markupOf('Waterfall'))).toEqual([
      ['Part', 'Change or total', 'Sum so far'],
      ['Average', '10.0', '10.0'],
      ['Tickets', '+5.5', '15.5'],
      ['Tenure', '−3.0', '12.5'],
      ['This one', '12.5', '12.5'],
    ]);
  });

  it('of a distribution: each bin beside what it is compared with', () => {
    expect(tableOf(markupOf('DistributionBars'))).toEqual([
      ['Score', 'today', 'when it learned'],
      ['0 to 0.5', '70%', '80%'],
      ['0.5 to 1', '30%', '20%'],
    ]);
  });

  it('of curves: each step once, smoothed as drawn', () => {
    expect(tableOf(markupOf('Curves'))).toEqual([
      ['Step', 'first run', 'second run'],
      ['0', '4', 'Not measured yet'],
      ['1', 'Not measured yet', 'Not measured yet'],
      ['2', '2', '0.5'],
    ]);
  });

  it('of curves: what is there instead of a number, in its own words', () => {
    const points = [
      { x: 0, value: 4 },
      { x: 1, value: null, words: 'infinite' },
    ];
    const markup = renderToStaticMarkup(<Curves {...words} xHead="Step" curves={[{ label: 'loss', points }]} />);
    expect(tableOf(markup)).toEqual([
      ['Step', 'loss'],
      ['0', '4'],
      ['1', 'infinite'],
    ]);
    expect(markup).toContain('loss infinite');
  });

  it('of dots and of lines over several axes: every thing with all that it has', () => {
    expect(tableOf(markupOf('RankBars'))).toEqual([
      ['Column', 'Share'],
      ['months as a customer', '60.0%'],
      ['calls', '0.0%'],
    ]);
    expect(tableOf(markupOf('ScatterPlot'))).toEqual([
      ['Run', 'depth', 'auc'],
      ['first run', '4', '0.71'],
      ['second run', '8', '0.74'],
    ]);
    expect(tableOf(markupOf('ParallelCoordinates'))).toEqual([
      ['Run', 'depth', 'solver', 'auc'],
      ['first run', '4', 'saga', '0.71'],
      ['second run', '8', 'Not measured yet', '0.74'],
    ]);
  });
});

it('ticks of large numbers that lie close together say different things', () => {
  const { ticks } = uprightAxis(extentOf([121_500.1, 121_500.9]), [200, 0], shortNumber);
  expect(ticks.length).toBeGreaterThan(2);
  expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
});

it('where axes have no room, those at both ends stay, with the values that are theirs', () => {
  const axes = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((head) => ({ head, kind: 'word' as const, words: [head] }));
  const line = { label: 'a run', values: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] };
  const markup = renderToStaticMarkup(<ParallelCoordinates {...words} width={300} axes={axes} lines={[line]} />);
  const svg = /<svg.*?<\/svg>/s.exec(markup)?.[0] ?? '';
  expect([...svg.matchAll(/font-weight="600"><tspan[^>]*>(\w)/g)].map(([, head]) => head)).toEqual([
    'a',
    'b',
    'f',
    'g',
  ]);
  // A value that stood on another's axis would have no place there, and the line would break.
  expect(svg.match(/ d="M[^M"]*L[^M"]*L[^M"]*L[^M"]*"/g)).toHaveLength(1);
});

it('what is pointed at is the nearest point with a number, within the curve', () => {
  const points = [
    { x: 0, value: 1 },
    { x: 10, value: null },
    { x: 20, value: 3 },
  ];
  expect([-1, 4, 12, 20, 21].map((x) => nearestPoint(points, x)?.value ?? null)).toEqual([null, 1, 3, 3, null]);
});

describe('smoothing', () => {
  it('starts at the first value, and leaves a constant as it is', () => {
    const flat = [0, 1, 2].map((x) => ({ x, value: 3 }));
    for (const { value } of smooth(flat, 0.9)) expect(value).toBeCloseTo(3, 12);
    // (1 - w) (w a + b) / (1 - w^2) with w = 0.5: a third of the first value and two thirds of the second.
    expect(
      smooth(
        [
          { x: 0, value: 3 },
          { x: 1, value: 6 },
        ],
        0.5,
      ).map(({ value }) => value),
    ).toEqual([3, 5]);
  });
});

it('the labels at the ends of the lines carry the last values', () => {
  const svg = /<svg.*?<\/svg>/s.exec(markupOf('LineWithBand'))?.[0] ?? '';
  for (const value of ['10.3%', '12.1%', '10.0%']) expect(svg).toContain(value);
});

it('a line breaks where nothing was measured', () => {
  const draw = (value: number | null) =>
    renderToStaticMarkup(<SparkLine label="A small line" values={[1, 2, value, 2, 1]} />);
  expect(draw(3).match(/M/g)).toHaveLength(1);
  expect(draw(null).match(/M/g)).toHaveLength(2);
  expect(draw(null)).toContain('A small line');
});

it('charts with nothing measured yet are still drawn', () => {
  const empty = [
    <LineWithBand key="line" {...words} label="nothing yet" points={[{ at: '2026-01-01', value: null }]} />,
    <LineWithBand key="none" {...words} label="nothing yet" points={[]} />,
    <IntervalBars key="bars" {...words} rows={[{ label: 'All' }]} />,
    <SparkLine key="spark" label="Nothing yet" values={[]} />,
    <Waterfall key="fall" {...words} steps={[]} endLabel="Total" />,
    <DistributionBars key="bins" {...words} binHead="Score" valueLabel="today" bins={[]} />,
    <Curves key="curves" {...words} xHead="Step" curves={[]} />,
    <Curves key="gap" {...words} xHead="Step" curves={[{ label: 'nothing', points: [{ x: 0, value: null }] }]} />,
    <ScatterPlot key="dots" {...words} xHead="depth" yHead="auc" dots={[]} />,
    <ParallelCoordinates key="axes" {...words} axes={[{ head: 'auc', kind: 'number' }]} lines={[]} />,
  ];
  for (const chart of empty) expect(renderToStaticMarkup(chart)).not.toMatch(/NaN|Infinity/);
});
