import { IntervalBars, LineWithBand } from '../../../web/charts/index.ts';
import { AppLink, EmptyState, Section } from '../../../web/kit/index.ts';
import type { OutcomeReport } from '../report.schema.ts';
import { formatToRange } from '../round-to-range.ts';
import { kpiFigure, sentenceCase } from './figures.ts';

/** The KPI as observed beside the KPI moved by this initiative: two ledgers that are read together and never added. */
export function TwoLedgers({ slug, report }: { readonly slug: string; readonly report: OutcomeReport }) {
  const { ledgers, kpi, isEffectHidden } = report;
  if (ledgers === null) {
    return (
      <Section title="The KPI, twice: as observed, and as moved by this initiative">
        <EmptyState
          sentence="Not measured yet: no value of the KPI has come in since the baseline."
          action={<AppLink to={`/i/${slug}/data`}>Bring the values of the KPI</AppLink>}
        />
      </Section>
    );
  }
  return (
    <Section
      title={isEffectHidden ? 'The KPI as observed' : ledgers.reading}
      lead={
        isEffectHidden
          ? undefined
          : 'What was observed and what this initiative moved are two different things; they are never added.'
      }
    >
      <div className="tl-columns tl-ledgers">
        <Section level={3} look="boxed" title="KPI as observed">
          {kpi.length > 0 ? <ObservedChart ledgers={ledgers} kpi={kpi} /> : <p>{afterColon(ledgers.observedLine)}</p>}
        </Section>
        <Section level={3} look="boxed" title="KPI moved by this initiative">
          {isEffectHidden ? (
            <p className="tl-muted">Hidden until the records are repaired.</p>
          ) : (
            <MovedChart ledgers={ledgers} />
          )}
        </Section>
      </div>
    </Section>
  );
}

type Ledgers = NonNullable<OutcomeReport['ledgers']>;

function ObservedChart({ ledgers, kpi }: { readonly ledgers: Ledgers; readonly kpi: OutcomeReport['kpi'] }) {
  const { baseline, target, unit, direction } = ledgers.observed;
  const first = kpi[0]?.from ?? ledgers.observed.on;
  const last = kpi.at(-1)?.to ?? ledgers.observed.on;
  return (
    <LineWithBand
      finding={afterColon(ledgers.observedLine)}
      description={`The KPI in ${unit} at the end of each period, with its value before and its target; ${direction === 'down' ? 'lower' : 'higher'} is better.`}
      label="observed"
      points={kpi.map(({ to, value }) => ({ at: to, value }))}
      comparisons={[
        {
          label: 'before',
          points: [
            { at: first, value: baseline },
            { at: last, value: baseline },
          ],
        },
      ]}
      target={{ label: 'target', value: target }}
      format={kpiFigure}
      timeHead="Period until"
      height={200}
      note={`In ${unit}; ${direction === 'down' ? 'lower' : 'higher'} is better. Everything that happened is in it, not only this initiative.`}
    />
  );
}

function MovedChart({ ledgers }: { readonly ledgers: Ledgers }) {
  const { observed, moved, movedLine } = ledgers;
  if (moved === null) return <p>{afterColon(movedLine)}</p>;
  const { lower, upper, estimate } = moved;
  const needed = Math.abs(observed.target - observed.baseline);
  return (
    <IntervalBars
      finding={afterColon(movedLine)}
      description={`The range in ${observed.unit} by which this initiative moved the KPI for the better, against no difference and against what the goal needs.`}
      rows={[
        {
          label: 'So far',
          interval: { low: lower, high: upper, point: estimate },
          tone: lower > 0 ? 'reached' : upper < 0 ? 'broken' : 'unknown',
        },
      ]}
      zeroLabel="no difference"
      threshold={{ label: 'the goal needs', value: needed }}
      format={(value) => (value === needed ? kpiFigure(needed) : formatToRange(value, moved))}
      rowHead="Moved"
      note={`In ${observed.unit}; to the right is better. From those acted upon compared with those left alone.`}
    />
  );
}

/** The part of a ledger's line behind its name, which stands over it as a heading here. */
function afterColon(line: string): string {
  return sentenceCase(line.slice(line.indexOf(': ') + 2));
}
