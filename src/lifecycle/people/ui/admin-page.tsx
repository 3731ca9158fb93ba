import { Button } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import type { invitationSchema } from '../../../platform/auth/auth.schema.ts';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  type Column,
  ConfirmButton,
  CopyField,
  DataTable,
  formatDay,
  formatMoment,
  Notice,
  Page,
  PersonFace,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { absoluteLink } from './absolute-link.ts';
import { type Account, accountsClient, accountsQuery, sessionQuery } from './account-queries.ts';
import { InviteForm } from './invite-form.tsx';
import { SilenceSetting } from './silence-setting.tsx';
import { settled } from './use-table-change.ts';

type Invitation = z.infer<typeof invitationSchema>;

const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: async () => (await accountsClient.listInvitations()).items,
});

export interface AdminPageProps {
  /** The tables that lost somebody: a later room of the line knows them. */
  readonly departures: ReactNode;
  /** What became of the mails; a later room knows it. */
  readonly mails: ReactNode;
  /** The databases from which tables may be fetched; a later room knows them. */
  readonly connections: ReactNode;
}

/** The accounts of the installation, and what became of its mails, for its administrators. */
export function AdminPage({ departures, mails, connections }: AdminPageProps) {
  const { data: session } = useQuery(sessionQuery);
  if (session && !session.isAdministrator) {
    return (
      <Page title="Accounts" width="narrow">
        <Notice tone="look" title="Administrators manage the accounts of this installation.">
          Ask one of them; the page of people shows who they are.
        </Notice>
      </Page>
    );
  }
  return (
    <Page
      title="Who may come in"
      documentTitle="Admin"
      lead="Accounts, invitations and links. Seats are given at each initiative."
    >
      <Section title="Invite somebody" look="boxed">
        <InviteForm />
      </Section>
      <Accounts />
      <Invitations />
      {departures}
      {mails}
      {connections}
      <SilenceSetting />
    </Page>
  );
}

function Accounts() {
  const accounts = useQuery(accountsQuery);
  return (
    <Section title="Accounts">
      <ProblemNotice error={accounts.error} onRetry={() => void accounts.refetch()} />
      {accounts.data && (
        <DataTable
          label="Everybody with an account"
          rows={accounts.data}
          rowKey={(account) => account.id}
          columns={ACCOUNT_COLUMNS}
          empty={<p className="tl-muted">Nobody yet.</p>}
        />
      )}
    </Section>
  );
}

const ACCOUNT_COLUMNS: readonly Column<Account>[] = [
  {
    key: 'name',
    head: 'Name',
    cell: (account) => <PersonFace name={account.name} withName />,
    sortBy: (account) => account.name,
  },
  { key: 'email', head: 'E-mail address', cell: (account) => account.email, isWideOnly: true },
  { key: 'may', head: 'May', cell: (account) => <AccountFlags account={account} /> },
  { key: 'since', head: 'Since', cell: (account) => formatDay(account.createdAt), isWideOnly: true },
  { key: 'change', head: 'Change', cell: (account) => <ChangeAccount account={account} /> },
];

function AccountFlags({ account }: { readonly account: Account }) {
  if (account.isDisabled) return <StateWord tone="look">Disabled</StateWord>;
  const flags = [...(account.isAdministrator ? ['administrator'] : []), ...(account.isAuditor ? ['auditor'] : [])];
  return <>{flags.length === 0 ? <span className="tl-muted">what their seats allow</span> : flags.join(', ')}</>;
}

function ChangeAccount({ account }: { readonly account: Account }) {
  const queryClient = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const change = useMutation({
    mutationFn: (body: { isAdministrator?: boolean; isAuditor?: boolean; isDisabled?: boolean }) =>
      accountsClient.changeAccount({ params: { id: account.id }, body }),
    onSettled: () => queryClient.invalidateQueries(accountsQuery),
  });
  const reset = useMutation({
    mutationFn: () => accountsClient.makeResetLink({ params: { id: account.id } }),
  });
  return (
    <>
      <div className="tl-row">
        <Button variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Change<span className="tl-hidden"> the account of {account.name}</span>
        </Button>
        {!account.isDisabled && (
          <ConfirmButton
            variant="subtle"
            question={`Disable ${account.name}? They are signed out at once, their tokens stop working, and every seat they hold becomes empty. Letting them in again gives no seat back.`}
            confirmLabel="Disable the account"
            onConfirm={() => settled(change.mutateAsync({ isDisabled: true }))}
          >
            Disable<span className="tl-hidden"> {account.name}</span>
          </ConfirmButton>
        )}
      </div>
      {isOpen && (
        <div className="tl-row">
          <Button
            variant="default"
            loading={change.isPending}
            onClick={() => change.mutate({ isAdministrator: !account.isAdministrator })}
          >
            {account.isAdministrator ? 'No longer administrator' : 'Make administrator'}
          </Button>
          <Button
            variant="default"
            loading={change.isPending}
            onClick={() => change.mutate({ isAuditor: !account.isAuditor })}
          >
            {account.isAuditor ? 'No longer auditor' : 'Make auditor'}
          </Button>
          {account.isDisabled ? (
            <Button variant="default" loading={change.isPending} onClick={() => change.mutate({ isDisabled: false })}>
              Let them in again
            </Button>
          ) : (
            <Button variant="default" loading={reset.isPending} onClick={() => reset.mutate()}>
              Make a link for a new password
            </Button>
          )}
        </div>
      )}
      <ProblemNotice error={change.error ?? reset.error} />
      {reset.data && (
        <CopyField
          label={`The link for ${account.name}`}
          value={absoluteLink(reset.data.link, window.location.origin)}
          help={`Shown once; works until ${formatMoment(reset.data.expiresAt)}.`}
        />
      )}
    </>
  );
}

function Invitations() {
  const invitations = useQuery(invitationsQuery);
  if (invitations.data?.length === 0) return null;
  return (
    <Section title="Invitations that nobody has used yet">
      <ProblemNotice error={invitations.error} onRetry={() => void invitations.refetch()} />
      {invitations.data && (
        <DataTable
          label="Open invitations"
          rows={invitations.data}
          rowKey={(invitation) => invitation.id}
          columns={INVITATION_COLUMNS}
          empty={null}
        />
      )}
    </Section>
  );
}

const INVITATION_COLUMNS: readonly Column<Invitation>[] = [
  { key: 'email', head: 'For', cell: (invitation) => invitation.email },
  { key: 'expires', head: 'Works until', cell: (invitation) => formatDay(invitation.expiresAt) },
  { key: 'withdraw', head: 'Withdraw', cell: (invitation) => <WithdrawInvitation invitation={invitation} /> },
];

function WithdrawInvitation({ invitation }: { readonly invitation: Invitation }) {
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => accountsClient.revokeInvitation({ params: { id: invitation.id } }),
    onSettled: () => queryClient.invalidateQueries(invitationsQuery),
  });
  return (
    <>
      <ConfirmButton
        variant="subtle"
        question={`Withdraw the invitation of ${invitation.email}? Its link stops working.`}
        confirmLabel="Withdraw it"
        onConfirm={() => settled(revoke.mutateAsync())}
      >
        Withdraw<span className="tl-hidden"> the invitation of {invitation.email}</span>
      </ConfirmButton>
      <ProblemNotice error={revoke.error} />
    </>
  );
}
