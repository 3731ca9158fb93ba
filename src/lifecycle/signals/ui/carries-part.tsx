import { IntervalBars } from '../../../web/charts/index.ts';
import { formatNumber, Section } from '../../../web/kit/index.ts';
import type { AnsweredCheck } from './signal-queries.ts';

/** Columns that are drawn: what comes after them seldom matters. */
const MOST_DRAWN = 12;

/** Which columns carry the prediction. */
export function CarriesPart({ check }: { readonly check: AnsweredCheck }) {
  const { columns } = check.result.found;
  const drawn = columns.filter(({ loss }) => loss.estimate > 0).slice(0, MOST_DRAWN);
  const [first, second] = drawn;
  if (first === undefined) return null;
  const finding = second === undefined ? `${first.name} carries it` : `${first.name} carries most, then ${second.name}`;
  return (
    <Section
      title="What carries it"
      lead="Each column is scrambled in turn: the more gets lost, the more the prediction leans on it. Columns that say the same share their weight. This shows what goes together with the outcome, not what causes it."
    >
      <IntervalBars
        finding={finding}
        description="For each column, how many of 100 cases the check loses when the values of that column are scrambled, with the likely range."
        rows={drawn.map(({ name, loss }) => ({
          label: name,
          interval: { low: 100 * loss.interval.lower, high: 100 * loss.interval.upper, point: 100 * loss.estimate },
          tone: loss.interval.lower > 0 ? ('accent' as const) : ('unknown' as const),
        }))}
        rowHead="Column"
        zeroLabel="nothing lost"
        format={(value) => formatNumber(value, 1)}
        note={
          columns.length > drawn.length
            ? `${columns.length - drawn.length} more columns add little or nothing.`
            : undefined
        }
      />
    </Section>
  );
}
