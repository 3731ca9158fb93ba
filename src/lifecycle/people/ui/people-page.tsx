import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import {
  AppLink,
  type Column,
  DataTable,
  formatDay,
  formatPlural,
  Page,
  PersonFace,
  Section,
} from '../../../web/kit/index.ts';
import { type Account, accountsQuery, sessionQuery } from './account-queries.ts';

export interface PeoplePageProps {
  /** Roles x steps over all initiatives: a later room of the line knows them. */
  readonly lines: ReactNode;
}

/** Everybody of the organisation, and where somebody is missing. */
export function PeoplePage({ lines }: PeoplePageProps) {
  useLiveTopic('accounts', accountsQuery.queryKey);
  const accounts = useQuery(accountsQuery);
  const { data: session } = useQuery(sessionQuery);
  const people = (accounts.data ?? []).filter((account) => !account.isDisabled);
  return (
    <Page
      title={accounts.data ? `${formatPlural(people.length, 'person is', 'people are')} here` : 'People'}
      documentTitle="People"
      lead="A step needs its people. Here you see who could come to the table, and where a chair is empty."
      actions={session?.isAdministrator ? <AppLink to="/admin">Invite somebody</AppLink> : undefined}
    >
      {lines}
      <Section title="Everybody">
        <ProblemNotice error={accounts.error} onRetry={() => void accounts.refetch()} />
        {accounts.data && (
          <DataTable
            label="People of the organisation"
            rows={people}
            rowKey={(account) => account.id}
            columns={COLUMNS}
            startSort={{ key: 'name', direction: 'ascending' }}
            empty={<p className="tl-muted">Nobody yet.</p>}
          />
        )}
      </Section>
    </Page>
  );
}

const COLUMNS: readonly Column<Account>[] = [
  {
    key: 'name',
    head: 'Name',
    cell: (account) => <PersonFace name={account.name} withName />,
    sortBy: (account) => account.name,
  },
  { key: 'email', head: 'E-mail address', cell: (account) => account.email },
  {
    key: 'flags',
    head: 'Beside their seats',
    cell: (account) =>
      [account.isAdministrator ? 'administrator' : '', account.isAuditor ? 'auditor' : ''].filter(Boolean).join(', '),
    isWideOnly: true,
  },
  {
    key: 'since',
    head: 'Here since',
    cell: (account) => formatDay(account.createdAt),
    sortBy: (account) => account.createdAt,
    isWideOnly: true,
  },
];
