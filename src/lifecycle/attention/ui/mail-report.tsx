import { useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { type Column, DataTable, formatCount, formatMoment, Section, StateWord } from '../../../web/kit/index.ts';
import { mailReportQuery } from './notice-queries.ts';

interface Failure {
  readonly at: string;
  readonly name: string;
  readonly attempts: number;
  readonly failure: string;
  readonly isGivenUp: boolean;
}

const COLUMNS: readonly Column<Failure>[] = [
  { key: 'at', head: 'When', cell: ({ at }) => formatMoment(at) },
  { key: 'name', head: 'To', cell: ({ name }) => name },
  { key: 'failure', head: 'What happened', cell: ({ failure }) => failure },
  {
    key: 'state',
    head: 'Now',
    cell: ({ isGivenUp, attempts }) =>
      isGivenUp ? (
        <StateWord tone="broken">Given up after {attempts}</StateWord>
      ) : (
        <StateWord tone="look">Tried again</StateWord>
      ),
  },
];

/** What became of the mails, for administrators: never what they said. */
export function MailReport() {
  const report = useQuery(mailReportQuery);
  return (
    <Section title="Mails">
      <ProblemNotice error={report.error} onRetry={() => void report.refetch()} />
      {report.data && !report.data.isConfigured && (
        <p className="tl-muted">
          None are sent. Set THROUGHLINE_SMTP_URL, THROUGHLINE_MAIL_FROM and THROUGHLINE_PUBLIC_URL to send them;
          everything works without.
        </p>
      )}
      {report.data?.isConfigured && (
        <p>
          {formatCount(report.data.sent)} sent, {formatCount(report.data.waiting)} waiting,{' '}
          {formatCount(report.data.failed)} given up.
        </p>
      )}
      {report.data && report.data.failures.length > 0 && (
        <DataTable
          label="Mails that could not be handed over"
          columns={COLUMNS}
          rows={report.data.failures}
          rowKey={({ at, name }) => `${at} ${name}`}
          empty={null}
        />
      )}
    </Section>
  );
}
