import { type Column, DataTable, Disclosure, formatCount, formatNumber, Section } from '../../../web/kit/index.ts';
import type { NumberRow } from '../outcome-numbers.schema.ts';
import type { OutcomeReport } from '../report.schema.ts';
import { exactFigure, pFigure } from './figures.ts';
import { MetricNumbers } from './metric-numbers.tsx';

const GROUPS: readonly { readonly group: NumberRow['group']; readonly title: string }[] = [
  { group: 'records', title: 'Do the records hold together?' },
  { group: 'prediction', title: 'Prediction: how well the model finds them' },
  { group: 'reach', title: 'Reach: who got the action' },
  { group: 'effect', title: 'Action and effect: what it changed' },
  { group: 'money', title: 'Cost: money' },
  { group: 'goal', title: 'What it added to the KPI' },
];

/** Every figure behind the answer, with enough digits to be compared with another tool. */
export function ShowNumbers({ report }: { readonly report: OutcomeReport }) {
  const { numbers, counts, mixedUnits, money } = report;
  return (
    <Disclosure label="Show the numbers" openLabel="Hide the numbers">
      <div className="tl-stack">
        <Section level={3} title="Who was drawn for what">
          <DataTable label="Units by group" columns={COUNTS} rows={counts} rowKey={({ arm }) => arm} empty={<None />} />
          {mixedUnits > 0 && (
            <p className="tl-muted tl-small">
              {formatCount(mixedUnits)} were recorded in more than one group and left out.
            </p>
          )}
        </Section>
        {numbers.metrics.map((metric) => (
          <MetricNumbers key={metric.metric} metric={metric} />
        ))}
        {GROUPS.map(({ group, title }) => {
          const rows = numbers.rows.filter((row) => row.group === group);
          if (rows.length === 0) return null;
          return (
            <Section
              key={group}
              level={3}
              title={title}
              lead={
                group === 'money' && money
                  ? `Estimates and ranges in the smallest unit of ${money.currency}.`
                  : undefined
              }
            >
              <DataTable
                label={title}
                columns={columnsFor(rows)}
                rows={rows}
                rowKey={({ id }) => id}
                empty={<None />}
              />
            </Section>
          );
        })}
      </div>
    </Disclosure>
  );
}

const ARM_NAME: Readonly<Record<string, string>> = {
  action: 'Acted upon',
  holdout: 'Left alone (holdout)',
  explore: 'Not on the list, acted upon (explore)',
  none: 'Not on the list',
};

const COUNTS: readonly Column<OutcomeReport['counts'][number]>[] = [
  { key: 'arm', head: 'Group', cell: ({ arm }) => ARM_NAME[arm] ?? arm },
  { key: 'assigned', head: 'Drawn', align: 'end', cell: ({ assigned }) => formatCount(assigned) },
  { key: 'matured', head: 'Finished', align: 'end', cell: ({ matured }) => formatCount(matured) },
];

const FIGURES: readonly Column<NumberRow>[] = [
  {
    key: 'label',
    head: 'Figure',
    cell: ({ label, note }) => (
      <span className="tl-number-name">
        {label}
        {note !== null && <span className="tl-number-note">{note}</span>}
      </span>
    ),
  },
  { key: 'text', head: 'In words', cell: ({ text }) => <span className="tl-number-name">{text}</span> },
  { key: 'estimate', head: 'Estimate', align: 'end', cell: ({ estimate }) => exactOr(estimate) },
  { key: 'lower', head: 'From', align: 'end', cell: ({ lower }) => exactOr(lower) },
  { key: 'upper', head: 'To', align: 'end', cell: ({ upper }) => exactOr(upper) },
  {
    key: 'level',
    head: 'Interval',
    align: 'end',
    cell: ({ level }) => (level === null ? '' : `${formatNumber(level * 100, level > 0.99 ? 3 : 1)}%`),
  },
  { key: 'pValue', head: 'p', align: 'end', cell: ({ pValue }) => (pValue === null ? '' : pFigure(pValue)) },
  { key: 'units', head: 'Units', align: 'end', cell: ({ units }) => (units === null ? '' : formatCount(units)) },
  { key: 'method', head: 'Method', cell: ({ method }) => <span className="tl-number-name tl-small">{method}</span> },
];

/** The columns in which a group has anything to say. */
function columnsFor(rows: readonly NumberRow[]): readonly Column<NumberRow>[] {
  return FIGURES.filter(({ key }) => !isOptional(key) || rows.some((row) => row[key] !== null));
}

const OPTIONAL = ['lower', 'upper', 'level', 'pValue', 'units'] as const;

function isOptional(key: string): key is (typeof OPTIONAL)[number] {
  return OPTIONAL.some((each) => each === key);
}

function exactOr(value: number | null): string {
  return value === null ? '' : exactFigure(value);
}

function None() {
  return <p className="tl-muted">Not measured yet.</p>;
}
