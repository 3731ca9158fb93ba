import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, type Column, DataTable, LongTextField, TextField } from '../../../web/kit/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { DATASET_LIMITS } from '../dataset.ts';
import { connectionsClient, fetchesQuery, usableQuery } from './connection-queries.ts';

type Look = Awaited<ReturnType<typeof connectionsClient.look>>;

/** What is fetched: the first version of a new data set, or the next one of a data set that exists. */
export type FetchTarget =
  | { readonly kind: 'new' }
  | { readonly kind: 'next'; readonly datasetId: string; readonly connection: string; readonly query: string };

/** Writes a query, looks at its first rows, and has the table brought. */
export function FetchForm({ slug, target }: { readonly slug: string; readonly target: FetchTarget }) {
  const usable = useQuery(usableQuery(slug));
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string>();
  const [query, setQuery] = useState(target.kind === 'next' ? target.query : '');
  const connections = usable.data ?? [];
  const before = target.kind === 'next' ? connections.find((one) => one.name === target.connection) : undefined;
  const connection = connections.find(({ id }) => id === chosen) ?? before ?? connections[0];
  const look = useMutation({
    mutationFn: (connectionId: string) => connectionsClient.look({ params: { slug }, body: { connectionId, query } }),
  });
  const bring = useMutation({
    mutationFn: (connectionId: string) =>
      target.kind === 'new'
        ? connectionsClient.fetchDataset({ params: { slug }, body: { connectionId, query, name: name.trim() } })
        : connectionsClient.fetchVersion({ params: { slug, id: target.datasetId }, body: { connectionId, query } }),
    onError: () => queryClient.invalidateQueries(fetchesQuery(slug)),
    onSuccess: () => {
      if (target.kind === 'new') for (const empty of [setName, setQuery]) empty('');
      look.reset();
      return queryClient.invalidateQueries({ queryKey: initiativeKey(slug, 'datasets') });
    },
  });
  if (!connection) {
    if (usable.isPending) return <p className="tl-muted">Looking which databases are open to this initiative</p>;
    return usable.error ? (
      <ProblemNotice error={usable.error} onRetry={() => void usable.refetch()} />
    ) : (
      <p className="tl-muted">No database is open to this initiative. An administrator adds one on the page Admin.</p>
    );
  }
  const lacks =
    query.trim() === ''
      ? 'Write a query.'
      : target.kind === 'new' && name.trim() === ''
        ? 'Give the data set a name.'
        : null;
  return (
    <form
      className="tl-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (lacks === null) bring.mutate(connection.id);
      }}
    >
      <div className="tl-datasets-form">
        <ChoiceField
          label="Database"
          help={connection.description === '' ? undefined : connection.description}
          value={connection.id}
          data={connections.map(({ id, name: label }) => ({ value: id, label }))}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        />
        {target.kind === 'new' && (
          <TextField
            label="Name of the data set"
            value={name}
            maxLength={DATASET_LIMITS.nameChars}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
        )}
        <LongTextField
          label="Query"
          help="One SELECT. It only reads: nothing is changed in the database. Give each column a name of its own."
          value={query}
          rows={6}
          spellCheck={false}
          classNames={{ input: 'tl-query' }}
          onChange={({ currentTarget }) => setQuery(currentTarget.value)}
        />
      </div>
      <ProblemNotice error={bring.error ?? look.error} />
      <div className="tl-row">
        <Button
          variant="default"
          loading={look.isPending}
          disabled={query.trim() === ''}
          onClick={() => {
            bring.reset();
            look.mutate(connection.id);
          }}
        >
          Look at the first rows
        </Button>
        <Button type="submit" loading={bring.isPending} disabled={lacks !== null}>
          {target.kind === 'new' ? 'Bring all rows' : 'Bring them as the next version'}
        </Button>
        {lacks !== null && <span className="tl-muted tl-small">{lacks}</span>}
      </div>
      {look.data && <FirstRows look={look.data} />}
    </form>
  );
}

interface Row {
  readonly line: number;
  readonly cells: readonly (string | null)[];
}

function FirstRows({ look }: { readonly look: Look }) {
  const columns: readonly Column<Row>[] = look.columns.map((name, at) => ({
    key: name,
    head: name,
    cell: ({ cells }) => cells[at] ?? <span className="tl-muted">empty</span>,
  }));
  return (
    <DataTable
      label="The first rows of the query"
      columns={columns}
      rows={look.rows.map((cells, at) => ({ line: at + 1, cells }))}
      rowKey={({ line }) => String(line)}
      empty={<p className="tl-muted">The query gives no row.</p>}
      maxHeight={360}
    />
  );
}
