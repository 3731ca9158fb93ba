import { useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  AppLink,
  type Column,
  DataTable,
  EmptyState,
  formatCount,
  formatMoney,
  formatPlural,
  Notice,
  NotMeasured,
  rangeWords,
  Section,
} from '../../../web/kit/index.ts';
import { type FunnelRowData, funnelQuery } from './idea-queries.ts';

/** Where ideas go, by department: how many come how far, how long it takes, and what was measured at the end. */
export function Funnel() {
  const funnel = useQuery(funnelQuery);
  return (
    <Section
      title="Where ideas go"
      lead="How far the ideas of each department have come, and the usual number of days from one stage to the next. What comes after an idea was taken up counts only initiatives that you may read."
    >
      <ProblemNotice error={funnel.error} onRetry={() => void funnel.refetch()} />
      {funnel.isPending && <p className="tl-muted">Reading where ideas went</p>}
      {funnel.data && !funnel.data.isComplete && (
        <Notice tone="look" title="Only the newest ideas are followed here.">
          There are more initiatives from ideas than one table reads at a time.
        </Notice>
      )}
      {funnel.data && (
        <DataTable
          label="Where ideas go, by department"
          columns={COLUMNS}
          rows={funnel.data.rows.filter(({ department, proposed }) => department !== null || proposed > 0)}
          rowKey={(row) => row.department?.id ?? 'none'}
          empty={
            <EmptyState
              sentence="Nothing to show yet: nobody has proposed anything."
              action={<AppLink to="/ask">Ask the first question</AppLink>}
            />
          }
        />
      )}
    </Section>
  );
}

const COLUMNS: readonly Column<FunnelRowData>[] = [
  { key: 'department', head: 'Department', cell: (row) => row.department?.name ?? 'No department', isRowHead: true },
  { key: 'proposed', head: 'Proposed', cell: (row) => formatCount(row.proposed), align: 'end' },
  {
    key: 'promoted',
    head: 'Taken up',
    cell: (row) => <Stage count={row.promoted} days={row.daysToPromoted} />,
    align: 'end',
  },
  { key: 'framed', head: 'Framed', cell: (row) => <Stage count={row.framed} days={row.daysToFramed} />, align: 'end' },
  { key: 'live', head: 'Live', cell: (row) => <Stage count={row.live} days={row.daysToLive} />, align: 'end' },
  {
    key: 'measured',
    head: 'Measured',
    cell: (row) => <Stage count={row.measured} days={row.daysToMeasured} />,
    align: 'end',
  },
  { key: 'value', head: 'Measured value', cell: (row) => <Values row={row} /> },
  {
    key: 'else',
    head: 'Open, merged, declined',
    cell: (row) => `${row.open} open, ${row.merged} merged, ${row.declined} declined`,
    isWideOnly: true,
  },
];

function Stage({ count, days }: { readonly count: number; readonly days: number | null }) {
  return (
    <>
      {formatCount(count)}
      {days !== null && (
        <span className="tl-muted tl-small tl-stage-days">
          after {days < 1 ? 'less than a day' : formatPlural(Math.round(days), 'day', 'days')}
        </span>
      )}
    </>
  );
}

function Values({ row }: { readonly row: FunnelRowData }) {
  if (row.values.length === 0) {
    return <NotMeasured action={<span className="tl-muted">A verdict on one of its initiatives measures it.</span>} />;
  }
  return (
    <ul className="tl-values">
      {row.values.map(({ label, currency, lowerMinor, upperMinor, initiatives }) => (
        <li key={`${label} ${currency}`}>
          {rangeWords(lowerMinor, upperMinor, (minor) => formatMoney(minor, currency))}{' '}
          <span className="tl-muted tl-small">
            {label === 'validated' ? 'confirmed by finance' : 'measured'},{' '}
            {formatPlural(initiatives, 'initiative', 'initiatives')}
          </span>
        </li>
      ))}
    </ul>
  );
}
