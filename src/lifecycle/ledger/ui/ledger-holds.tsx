import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  AppLink,
  type Column,
  DataTable,
  EmptyState,
  Facts,
  formatCount,
  formatDay,
  formatMoment,
  formatPlural,
  Notice,
  NotMeasured,
} from '../../../web/kit/index.ts';
import type { ledgerApi } from '../ledger.schema.ts';
import { BRING_ID } from '../ledger.ts';
import { ledgerQuery } from './client.ts';
import { ARM_WORDS, KIND_WORDS } from './ledger-words.ts';

type Overview = z.infer<(typeof ledgerApi)['overview']['response']>;
type Count = Overview['counts'][number];

const COLUMNS: readonly Column<Count>[] = [
  { key: 'kind', head: 'What', isRowHead: true, cell: ({ kind }) => KIND_WORDS[kind].name },
  {
    key: 'count',
    head: 'How many',
    align: 'end',
    cell: ({ count }) => (count === 0 ? <span className="tl-muted">none yet</span> : formatCount(count)),
  },
  {
    key: 'span',
    head: 'From and to',
    cell: ({ kind, count, firstAt, lastAt }) =>
      count === 0 || firstAt === null || lastAt === null ? (
        <span className="tl-muted">{KIND_WORDS[kind].without}</span>
      ) : (
        `${formatDay(firstAt)} to ${formatDay(lastAt)}`
      ),
  },
  {
    key: 'recorded',
    head: 'Last brought',
    isWideOnly: true,
    cell: ({ lastRecordedAt }) => (lastRecordedAt === null ? '' : formatMoment(lastRecordedAt)),
  },
];

export interface LedgerHoldsProps {
  readonly slug: string;
  /** What units are called in the signed framing; `undefined` before there is one. */
  readonly entity: { readonly one: string; readonly many: string } | undefined;
}

/** What the ledger holds, in words: how much of what, who is in which group, and how far the data are complete. */
export function LedgerHolds({ slug, entity }: LedgerHoldsProps) {
  const ledger = useQuery(ledgerQuery(slug));
  if (ledger.isPending) return <p className="tl-muted">Reading the ledger</p>;
  if (!ledger.data) return <ProblemNotice error={ledger.error} onRetry={() => void ledger.refetch()} />;
  const { counts, units } = ledger.data;
  const { one, many } = entity ?? { one: 'customer, machine or order', many: 'customers, machines or orders' };
  if (counts.every(({ count }) => count === 0)) {
    return (
      <EmptyState
        sentence="The ledger is empty: whether it works cannot be said before it knows who was acted upon and what became of them."
        detail="A table with one row per customer or machine is enough to begin with: its group, whether it was reached, and what became of it."
        action={
          <a className="tl-link" href={`#${BRING_ID}`}>
            Bring the first file
          </a>
        }
      />
    );
  }
  return (
    <div className="tl-stack">
      <p>
        The ledger knows <b>{formatPlural(units, one, many)}</b> by their ids.
      </p>
      <DataTable label="Kinds of records" columns={COLUMNS} rows={counts} rowKey={({ kind }) => kind} empty={null} />
      <Arms ledger={ledger.data} slug={slug} />
      <Completeness ledger={ledger.data} />
    </div>
  );
}

function Arms({ ledger, slug }: { readonly ledger: Overview; readonly slug: string }) {
  const mixed = ledger.arms.reduce((sum, arm) => sum + arm.mixed, 0);
  if (ledger.arms.length === 0) {
    return (
      <p>
        Groups:{' '}
        <NotMeasured action={<AppLink to={`/i/${slug}/frame`}>Have the framing signed, then bring them</AppLink>} />
      </p>
    );
  }
  return (
    <>
      <Facts
        look="tiles"
        facts={ledger.arms.map(({ arm, units }) => ({ term: capital(ARM_WORDS[arm]), detail: formatCount(units) }))}
      />
      {mixed > 0 && (
        <Notice tone="look" title={`${formatPlural(mixed, 'id was', 'ids were')} seen in more than one group.`}>
          <p>They keep their first group and are left out of the comparison.</p>
        </Notice>
      )}
    </>
  );
}

function Completeness({ ledger }: { readonly ledger: Overview }) {
  const open = ledger.metrics.filter(({ metric }) => ledger.watermarks.every((known) => known.metric !== metric));
  return (
    <>
      {ledger.watermarks.length > 0 && (
        <ul className="tl-ledger-notes">
          {ledger.watermarks.map(({ source, metric, completeThrough }) => (
            <li key={`${source} ${metric}`}>
              “{metric}” from {source} is complete through {formatMoment(completeThrough)}.
            </li>
          ))}
        </ul>
      )}
      {open.map(({ metric }) => (
        <Notice key={metric} tone="look" title={`Nobody has said how far “${metric}” is complete.`}>
          <p>Until then, whoever has no outcome is not counted as “nothing happened”. Say it with the next file.</p>
        </Notice>
      ))}
    </>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
