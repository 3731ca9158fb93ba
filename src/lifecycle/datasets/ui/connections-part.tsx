import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ConfirmButton, Disclosure, EmptyState, formatDay, Section, StateWord } from '../../../web/kit/index.ts';
import { ENCRYPTION_NAME } from '../connection.ts';
import { ConnectionForm } from './connection-form.tsx';
import {
  connectionFetchesQuery,
  connectionsClient,
  connectionsQuery,
  type OfferedInitiative,
  type ShownConnection,
} from './connection-queries.ts';
import { FetchLog } from './fetch-log.tsx';
import './datasets.css';

/** The databases from which tables may be fetched, for administrators: which there are, who may use them, and how to add one. */
export function ConnectionsPart() {
  const read = useQuery(connectionsQuery);
  const { connections = [], offered = [] } = read.data ?? {};
  const add = (
    <Disclosure label="Add a database" openLabel="Close this form" isPrinted={false} isMadeOnOpening>
      <ConnectionForm offered={offered} />
    </Disclosure>
  );
  return (
    <Section
      title="Databases to fetch tables from"
      lead="People who build write a query, and what it gives becomes a version of a data set. Nothing is ever changed in the database."
    >
      <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />
      {connections.map((connection) => (
        <Entry key={connection.id} connection={connection} offered={offered} />
      ))}
      {read.data && (
        <EmptyState
          sentence="No database was added yet. Tables come from files."
          action={add}
          isEmpty={connections.length === 0}
        />
      )}
    </Section>
  );
}

function Entry({
  connection,
  offered,
}: {
  readonly connection: ShownConnection;
  readonly offered: readonly OfferedInitiative[];
}) {
  const queryClient = useQueryClient();
  const params = { connectionId: connection.id };
  const trial = useMutation({ mutationFn: () => connectionsClient.tryConnection({ params }) });
  const remove = useMutation({
    mutationFn: () => connectionsClient.removeConnection({ params }),
    onSuccess: () => queryClient.invalidateQueries(connectionsQuery),
  });
  const { name, description, host, port, database, user, hasPassword, encryption } = connection;
  return (
    <article className="tl-database" aria-label={name}>
      <div className="tl-row">
        <strong>{name}</strong>
        <span className="tl-muted">
          {database} on {host}:{port}, as {user}
          {hasPassword ? '' : ', without a password'}
        </span>
      </div>
      {description !== '' && <p>{description}</p>}
      <p className="tl-muted">
        {ENCRYPTION_NAME[encryption]}. {usersInWords(connection)} Added by {connection.createdBy} on{' '}
        {formatDay(connection.createdAt)}.
      </p>
      <div className="tl-row">
        <Button variant="default" size="compact-sm" loading={trial.isPending} onClick={() => trial.mutate()}>
          Try it
        </Button>
        <ConfirmButton
          size="compact-sm"
          question={`Remove "${name}"? Its password is forgotten. Data sets that came from it stay, and cannot be fetched again.`}
          confirmLabel="Remove it"
          onConfirm={async () => {
            await remove.mutateAsync().catch(() => undefined);
          }}
        >
          Remove<span className="tl-hidden"> {name}</span>
        </ConfirmButton>
      </div>
      <div role="status">
        {trial.data && <StateWord tone={trial.data.isReached ? 'reached' : 'look'}>{trial.data.words}</StateWord>}
      </div>
      <ProblemNotice error={trial.error ?? remove.error} />
      <Disclosure label={`Last fetches from ${name}`} isPrinted={false} isMadeOnOpening>
        <LastFetches connection={connection} />
      </Disclosure>
      <Disclosure label={`Change ${name}, or who may use it`} isPrinted={false} isMadeOnOpening>
        <ConnectionForm connection={connection} offered={offered} />
      </Disclosure>
    </article>
  );
}

function LastFetches({ connection: { id, name } }: { readonly connection: ShownConnection }) {
  const read = useQuery(connectionFetchesQuery(id));
  return (
    <>
      <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />
      {read.data && <FetchLog label={`Last fetches from ${name}`} fetches={read.data} of="connection" />}
      <p className="tl-muted">
        Of initiatives that you may see. The queries stand at the data sets, for the people at the table.
      </p>
    </>
  );
}

function usersInWords({ isForAll, initiatives }: ShownConnection): string {
  if (isForAll) return 'Every initiative may use it.';
  if (initiatives.length === 0) return 'No initiative may use it yet.';
  return `${initiatives.map(({ name }) => name).join(', ')} may use it.`;
}
