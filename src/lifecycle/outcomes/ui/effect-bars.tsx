import { IntervalBars } from '../../../web/charts/index.ts';
import { Section } from '../../../web/kit/index.ts';
import type { Tone } from '../../../web/theme/index.ts';
import type { OutcomeReport } from '../report.schema.ts';
import { formatToRange } from '../round-to-range.ts';
import { scaleOf, sentenceCase } from './figures.ts';

type Effect = OutcomeReport['effects'][number];

/** What the action changed per unit that it reached, and what it did to everything that must not get worse. */
export function EffectBars({ report: { effects, numbers, answer } }: { readonly report: OutcomeReport }) {
  if (effects.length === 0) return null;
  return (
    <Section title="What the action changed">
      {effects.map((effect) => (
        <EffectBar
          key={effect.metric}
          effect={effect}
          told={answer.chain.find(({ link }) => link === 'action')?.sentence}
          unit={numbers.metrics.find(({ metric }) => metric === effect.metric)?.unit ?? null}
        />
      ))}
    </Section>
  );
}

interface EffectBarProps {
  readonly effect: Effect;
  readonly unit: string | null;
  /** What the chain says of the action, which is the finding of the primary metric's bar. */
  readonly told: string | undefined;
}

function EffectBar({ effect, unit, told }: EffectBarProps) {
  const { name, role, estimate, lower, upper, threshold } = effect;
  const isPrimary = role === 'primary';
  const { factor, words } = scaleOf(effect.kind, unit);
  const range = { lower: lower * factor, upper: upper * factor };
  const mark = threshold * factor;
  const write = (value: number) => (value === mark ? String(Number(mark.toPrecision(3))) : formatToRange(value, range));
  const span = `likely between ${write(range.lower)} and ${write(range.upper)} ${words}`.trim();
  return (
    <IntervalBars
      finding={isPrimary && told !== undefined ? told : `${sentenceCase(name)}: ${span}`}
      description={
        isPrimary
          ? 'The difference for the better per unit that the action reached, with its range, against no difference and against the smallest worth having.'
          : 'The difference for the better in something that must not get worse, with its range, against no difference and against what was agreed as tolerable.'
      }
      rows={[
        {
          label: isPrimary ? 'Each one reached' : 'Each one on the list',
          interval: { low: range.lower, high: range.upper, point: estimate * factor },
          tone: toneOf(effect),
        },
      ]}
      zeroLabel="no difference"
      threshold={{ label: isPrimary ? 'worth having from' : 'tolerable down to', value: mark }}
      format={write}
      rowHead="Counted for"
      note={`${effect.kind === 'binary' ? 'Of every 100' : `In ${words || 'its own unit'}`}; above 0 is better${isPrimary ? '' : ', for something that must not get worse'}.`}
    />
  );
}

function toneOf({ role, lower, upper, threshold }: Effect): Tone {
  if (role === 'primary') return lower > 0 ? 'reached' : upper < threshold ? 'broken' : 'unknown';
  return upper < threshold ? 'broken' : lower >= threshold ? 'reached' : 'unknown';
}
