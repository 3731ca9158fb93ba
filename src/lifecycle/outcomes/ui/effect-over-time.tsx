import { LineWithBand } from '../../../web/charts/index.ts';
import { formatDay, Section } from '../../../web/kit/index.ts';
import type { OutcomeReport } from '../report.schema.ts';
import { formatNumber, formatToRange } from '../round-to-range.ts';
import { readableSeries, type SeriesPoint, scaleOf } from './figures.ts';

/** Points of a series from which a picture says more than the sentence. */
const FEWEST_POINTS = 3;

/** How the difference between those acted upon and those left alone became clearer as more of them finished. */
export function EffectOverTime({ report }: { readonly report: OutcomeReport }) {
  const shown = readableSeries(report.series);
  const [first] = shown;
  const last = shown.findLast((point) => point.lower !== null && point.upper !== null);
  if (shown.length < FEWEST_POINTS || !first || !last) return null;
  const metric = report.numbers.metrics.find(({ role }) => role === 'primary');
  const { factor: scale, words } = scaleOf(metric?.kind ?? 'mean', metric?.unit ?? null);
  const unit = metric?.kind === 'binary' ? `${words} on the list` : words;
  const range = { lower: (last.lower ?? 0) * scale, upper: (last.upper ?? 0) * scale };
  const told = (value: number) => formatToRange(value, range);
  const left = report.series.length - shown.length;
  return (
    <Section title="How the answer became clearer">
      <LineWithBand
        finding={findingOf(last, `${told(range.lower)} and ${told(range.upper)} ${unit}`.trim())}
        description="The difference for the better between everybody drawn for the action and everybody left alone, over all who had finished by each day, with its range. At 0 there is no difference."
        label="difference"
        points={shown.map((point) => pointOf(point, scale))}
        comparisons={[
          {
            label: 'no difference',
            points: [
              { at: first.on, value: 0 },
              { at: (shown.at(-1) ?? first).on, value: 0 },
            ],
          },
        ]}
        format={told}
        timeHead="Finished by"
        height={200}
        note={`Above 0 is better. ${formatNumber(last.units)} had finished by ${formatDay(last.on)}.${
          left > 0 ? ` Before ${formatDay(first.on)} the range was too wide to draw.` : ''
        } The ranges hold however often one looks.`}
      />
    </Section>
  );
}

function findingOf({ on, lower, upper }: SeriesPoint, span: string): string {
  const isSettled = (lower ?? 0) > 0 || (upper ?? 0) < 0;
  return isSettled
    ? `By ${formatDay(on)} the difference was likely between ${span}`
    : `By ${formatDay(on)} no difference was still possible: likely between ${span}`;
}

function pointOf({ on, estimate, lower, upper }: SeriesPoint, scale: number) {
  return {
    at: on,
    value: estimate * scale,
    ...(lower === null || upper === null ? {} : { low: lower * scale, high: upper * scale }),
  };
}
