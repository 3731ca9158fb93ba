import { type Column, DataTable, formatCount, NOT_MEASURED, Section } from '../../../web/kit/index.ts';
import type { OutcomeReport } from '../report.schema.ts';
import { exactFigure, pFigure, sentenceCase } from './figures.ts';

type Metric = OutcomeReport['numbers']['metrics'][number];

/** One metric as any other tool would show it: both groups, their difference, its intervals at 95% and its test. */
export function MetricNumbers({ metric }: { readonly metric: Metric }) {
  const { name, role, unit, difference, relative, reason, isClustered } = metric;
  const kind = role === 'other' ? '' : role === 'primary' ? 'what counts as success' : 'must not get worse';
  return (
    <Section
      level={3}
      title={sentenceCase(kind === '' ? name : `${name}: ${kind}`)}
      lead={`${VALUE_HEAD[metric.kind]} per group${unit === null ? '' : `, in ${unit}`}${isClustered ? '; one entry per cluster' : ''}. Differences are those acted upon less those left alone.`}
    >
      <DataTable
        label={`${name}, by group`}
        columns={armColumns(metric)}
        rows={[
          { group: 'Acted upon', ...metric.action },
          { group: 'Left alone (holdout)', ...metric.holdout },
        ]}
        rowKey={({ group }) => group}
        empty={null}
      />
      {difference === null && relative === null ? (
        <p className="tl-muted">
          {NOT_MEASURED}
          {reason === null ? '.' : `: ${reason}`}
        </p>
      ) : (
        <DataTable
          label={`${name}, compared`}
          columns={COMPARED}
          rows={comparisonsOf(metric)}
          rowKey={({ what }) => what}
          empty={null}
        />
      )}
    </Section>
  );
}

const VALUE_HEAD = { binary: 'Rate', mean: 'Mean', ratio: 'Ratio' } as const;

type ArmRow = Metric['action'] & { readonly group: string };

function armColumns({ kind }: Metric): readonly Column<ArmRow>[] {
  const amount = (value: number | null) => (value === null ? '' : exactFigure(value));
  return [
    { key: 'group', head: 'Group', cell: ({ group }) => group },
    { key: 'units', head: 'Units', align: 'end', cell: ({ units }) => formatCount(units) },
    ...(kind === 'binary'
      ? [{ key: 'events', head: 'With the event', align: 'end' as const, cell: (row: ArmRow) => amount(row.events) }]
      : [{ key: 'sum', head: 'Sum', align: 'end' as const, cell: (row: ArmRow) => amount(row.sum) }]),
    ...(kind === 'ratio'
      ? [{ key: 'below', head: 'Divided by', align: 'end' as const, cell: (row: ArmRow) => amount(row.denominator) }]
      : []),
    {
      key: 'value',
      head: VALUE_HEAD[kind],
      align: 'end',
      cell: ({ value }) => (value === null ? NOT_MEASURED : exactFigure(value)),
    },
  ];
}

/** One way of comparing the two groups. */
interface Comparison {
  readonly what: string;
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly standardError: number | null;
  readonly pValue: number | null;
  readonly test: string;
}

const INTERVAL_NAME = { newcombe: 'Newcombe', welch: 'Welch', delta: 'delta method' } as const;
const TEST_NAME = { 'miettinen-nurminen': 'Miettinen and Nurminen', welch: 'Welch' } as const;

const NO_RANGE = { lower: null, upper: null, standardError: null, pValue: null, test: '' } as const;

function comparisonsOf({ difference, relative }: Metric): readonly Comparison[] {
  const rows: Comparison[] = [];
  if (difference) {
    const { estimate, standardError, unpooled, unpooledP, pooledZ, recommended, test } = difference;
    rows.push(
      {
        what: 'Difference, unpooled 95% interval',
        estimate,
        ...unpooled,
        standardError,
        pValue: unpooledP,
        test: 'normal, unpooled',
      },
      {
        what: `Difference, ${INTERVAL_NAME[recommended.method]} 95% interval`,
        estimate,
        ...recommended.interval,
        standardError: null,
        pValue: test.pValue,
        test: TEST_NAME[test.method],
      },
    );
    if (pooledZ !== null) rows.push({ ...NO_RANGE, what: 'z of the test with pooled variance', estimate: pooledZ });
  }
  if (relative) {
    rows.push({
      what: `Relative difference, ${relative.method === 'fieller' ? 'Fieller' : 'delta'} 95% interval`,
      estimate: relative.estimate,
      ...relative.interval,
      standardError: null,
      pValue: null,
      test: '',
    });
  }
  return rows;
}

const COMPARED: readonly Column<Comparison>[] = [
  { key: 'what', head: 'Comparison', cell: ({ what }) => <span className="tl-number-name">{what}</span> },
  { key: 'estimate', head: 'Estimate', align: 'end', cell: ({ estimate }) => exactFigure(estimate) },
  { key: 'lower', head: 'From', align: 'end', cell: ({ lower }) => (lower === null ? '' : exactFigure(lower)) },
  { key: 'upper', head: 'To', align: 'end', cell: ({ upper }) => (upper === null ? '' : exactFigure(upper)) },
  {
    key: 'error',
    head: 'Standard error',
    align: 'end',
    cell: ({ standardError }) => (standardError === null ? '' : exactFigure(standardError)),
  },
  { key: 'p', head: 'p', align: 'end', cell: ({ pValue }) => (pValue === null ? '' : pFigure(pValue)) },
  { key: 'test', head: 'Test', cell: ({ test }) => test },
];
