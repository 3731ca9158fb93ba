import { IntervalBars } from '../../../web/charts/index.ts';
import { formatNumber, Section } from '../../../web/kit/index.ts';
import type { Tone } from '../../../web/theme/tokens.ts';
import { OPPONENT_NAME } from '../signal-words.ts';
import type { AnsweredCheck } from './signal-queries.ts';

type Comparison = AnsweredCheck['result']['found']['comparisons'][number];

const UNIT: Readonly<Record<Comparison['comparedBy'], string>> = {
  order: 'cases in which the right one of two comes first',
  picks: 'right ones among those picked, both picking equally many',
  right: 'right answers',
  explained: 'parts of the differences that are explained',
};

/** How much better the check is than something simpler, each on the same rows. */
export function AgainstPart({ check }: { readonly check: AnsweredCheck }) {
  const { comparisons } = check.result.found;
  if (comparisons.length === 0) return null;
  const rows = comparisons.map(({ opponent, difference }) => ({
    label: `Against ${OPPONENT_NAME[opponent]}`,
    interval: {
      low: 100 * difference.interval.lower,
      high: 100 * difference.interval.upper,
      point: 100 * difference.estimate,
    },
    tone: toneOf(difference.interval),
  }));
  return (
    <Section title="Against something simple">
      <IntervalBars
        finding={findingOf(comparisons)}
        description="For each simple answer, how many more of 100 cases the check gets right than it does, with the likely range. Left of the line the simple answer is better."
        rows={rows}
        rowHead="Compared with"
        zeroLabel="as good"
        format={(value) => formatNumber(value, 0)}
        note={`How many more of 100 the check gets right. ${comparisons.map(unitWords).join(' ')}`}
      />
    </Section>
  );
}

/** What is counted in a comparison, as a sentence. */
function unitWords({ opponent, comparedBy }: Comparison): string {
  return `Against ${OPPONENT_NAME[opponent]}: ${UNIT[comparedBy]}.`;
}

function toneOf({ lower, upper }: { readonly lower: number; readonly upper: number }): Tone {
  if (lower > 0) return 'reached';
  return upper < 0 ? 'broken' : 'look';
}

function findingOf(comparisons: readonly Comparison[]): string {
  const names = (some: readonly Comparison[]) => some.map(({ opponent }) => OPPONENT_NAME[opponent]).join(' and ');
  const lost = comparisons.filter(({ difference }) => difference.interval.upper < 0);
  if (lost.length > 0) return `Better than the check: ${names(lost)}`;
  const open = comparisons.filter(({ difference }) => difference.interval.lower <= 0);
  if (open.length > 0) return `Not clearly better than ${names(open)}`;
  return `Better than ${names(comparisons)}`;
}
