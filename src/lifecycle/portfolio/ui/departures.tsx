import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import { type Column, DataTable, formatDay, PersonFace, Section, StateWord } from '../../../web/kit/index.ts';
import { joinWords } from '../../../words/index.ts';
import { ROLE_NAME } from '../../people/index.ts';
import { type Departure, departuresQuery } from './people-overview-queries.ts';
import { PORTFOLIO_KEY } from './portfolio-queries.ts';

/** The tables that lost somebody whose account was disabled, and whether their seats are taken again. */
export function Departures() {
  useLiveTopic('initiatives', PORTFOLIO_KEY);
  const departures = useInfiniteQuery(departuresQuery);
  const rows = departures.data?.pages.flatMap((page) => page.departures) ?? [];
  return (
    <Section
      title="Tables that lost somebody"
      lead="Whoever is disabled loses every seat. A step does not close until somebody else is seated and heard."
    >
      <ProblemNotice error={departures.error} onRetry={() => void departures.refetch()} />
      {departures.data && (
        <DataTable
          label="Tables that lost somebody"
          rows={rows}
          rowKey={({ slug, accountId, at }) => `${slug} ${accountId} ${at}`}
          rowTo={({ slug }) => `/i/${slug}/people`}
          columns={COLUMNS}
          empty={<p className="tl-muted">Nobody who held a seat has left.</p>}
        />
      )}
      {departures.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={departures.isFetchingNextPage}
            onClick={() => void departures.fetchNextPage()}
          >
            Show earlier ones
          </Button>
        </div>
      )}
    </Section>
  );
}

const COLUMNS: readonly Column<Departure>[] = [
  { key: 'line', head: 'Initiative', cell: ({ name }) => name, sortBy: ({ name }) => name },
  { key: 'who', head: 'Lost', cell: ({ person }) => <PersonFace name={person} size={20} withName /> },
  { key: 'at', head: 'On', cell: ({ at }) => formatDay(at), isWideOnly: true },
  {
    key: 'held',
    head: 'Seats that they held',
    cell: ({ seats }) =>
      byRole(seats)
        .map(({ role, steps }) => `${role} at ${steps}`)
        .join('; '),
    isWideOnly: true,
  },
  { key: 'now', head: 'Now', cell: ({ seats }) => <SeatsNow seats={seats} /> },
];

function SeatsNow({ seats }: { readonly seats: Departure['seats'] }) {
  const empty = seats.filter(({ now }) => now.length === 0);
  if (empty.length > 0) {
    return (
      <StateWord tone="look">
        {empty.length === seats.length ? 'still empty' : `${empty.length} of ${seats.length} still empty`}
      </StateWord>
    );
  }
  return <StateWord tone="reached">taken by {joinWords([...new Set(seats.flatMap(({ now }) => now))])}</StateWord>;
}

function byRole(seats: Departure['seats']): readonly { readonly role: string; readonly steps: string }[] {
  const roles = new Map<string, string[]>();
  for (const { role, step } of seats) roles.set(ROLE_NAME[role], [...(roles.get(ROLE_NAME[role]) ?? []), step]);
  return [...roles].map(([role, steps]) => ({ role, steps: steps.join(', ') }));
}
