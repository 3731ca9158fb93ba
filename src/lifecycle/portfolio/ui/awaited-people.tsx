import { useNow } from '../../../web/data/index.ts';
import { AppLink, type Column, DataTable, formatPlural, PersonFace, Section } from '../../../web/kit/index.ts';
import { joinWords } from '../../../words/index.ts';
import { pathTo } from '../../initiatives/index.ts';
import { STEP_NAME } from '../../line-order.ts';
import { ROLE_NAME } from '../../people/index.ts';
import type { AwaitedPerson, AwaitedSeat, UnheardPerson } from './people-overview-queries.ts';

/** Names of those who wait that one row has room for. */
const NAMED = 3;

/** Whom the initiatives wait for, those with the most waiting seats first. */
export function AwaitedPeople({ people }: { readonly people: readonly AwaitedPerson[] }) {
  const now = useNow();
  const columns: readonly Column<AwaitedPerson>[] = [
    {
      key: 'name',
      head: 'Person',
      cell: ({ name }) => <PersonFace name={name} withName />,
      sortBy: ({ name }) => name,
    },
    {
      key: 'seats',
      head: 'Seats that wait',
      cell: ({ seats, initiatives }) => `${seats}, at ${formatPlural(initiatives, 'initiative', 'initiatives')}`,
      sortBy: ({ seats }) => seats,
    },
    {
      key: 'longest',
      head: 'Longest wait',
      cell: ({ oldestSince }) => waitInWords(oldestSince, now),
      sortBy: ({ oldestSince }) => -Date.parse(oldestSince),
    },
    {
      key: 'where',
      head: 'Where it is longest',
      cell: ({ oldest }) => (
        <>
          <AppLink to={pathTo(oldest.slug, oldest.step)}>{oldest.name}</AppLink>{' '}
          <span className="tl-muted">
            {STEP_NAME[oldest.step]}, {ROLE_NAME[oldest.role]}
          </span>
        </>
      ),
    },
  ];
  const [first] = people;
  if (first === undefined) return null;
  return (
    <Section
      title={`Most waits for ${first.name}: ${formatPlural(first.seats, 'seat', 'seats')} without a word`}
      lead="People whose first word at a step under way is still missing."
    >
      <DataTable
        label="People who are waited for"
        rows={people}
        rowKey={({ accountId }) => accountId}
        columns={columns}
        maxHeight={360}
        empty={null}
      />
    </Section>
  );
}

/** Who waits for whom and for how long, the longest wait first. */
export function AwaitedSeats({ seats }: { readonly seats: readonly AwaitedSeat[] }) {
  const now = useNow();
  const columns: readonly Column<AwaitedSeat>[] = [
    {
      key: 'line',
      head: 'Initiative',
      cell: ({ name, step }) => (
        <>
          {name} <span className="tl-muted">at {STEP_NAME[step]}</span>
        </>
      ),
      sortBy: ({ name }) => name,
    },
    {
      key: 'for',
      head: 'Waits for',
      cell: ({ person, role }) => (
        <>
          <PersonFace name={person} size={20} withName /> <span className="tl-muted">{ROLE_NAME[role]}</span>
        </>
      ),
      sortBy: ({ person }) => person,
    },
    {
      key: 'since',
      head: 'For',
      cell: ({ since }) => waitInWords(since, now),
      sortBy: ({ since }) => -Date.parse(since),
    },
    {
      key: 'who',
      head: 'Who waits',
      cell: ({ waiters, person }) => waitersInWords(waiters.filter((name) => name !== person)),
      isWideOnly: true,
    },
  ];
  if (seats.length === 0) return null;
  return (
    <Section title="Who waits for whom" lead="Those who have spoken at a step wait for those who have not.">
      <DataTable
        label="Who waits for whom, and for how long"
        rows={seats}
        rowKey={({ slug, step, role, accountId }) => `${slug} ${step} ${role} ${accountId}`}
        rowTo={({ slug, step }) => pathTo(slug, step)}
        columns={columns}
        maxHeight={360}
        empty={null}
      />
    </Section>
  );
}

/** Who holds seats and has never said a word anywhere. */
export function NeverHeard({
  people,
  silentAfterDays,
}: {
  readonly people: readonly UnheardPerson[];
  readonly silentAfterDays: number;
}) {
  const now = useNow();
  const columns: readonly Column<UnheardPerson>[] = [
    {
      key: 'name',
      head: 'Person',
      cell: ({ name }) => <PersonFace name={name} withName />,
      sortBy: ({ name }) => name,
    },
    {
      key: 'tables',
      head: 'Sits at',
      cell: ({ initiatives }) => formatPlural(initiatives, 'table', 'tables'),
      sortBy: ({ initiatives }) => initiatives,
    },
    {
      key: 'since',
      head: 'Without a word for',
      cell: ({ since }) => waitInWords(since, now),
      sortBy: ({ since }) => -Date.parse(since),
    },
    {
      key: 'first',
      head: 'First seated at',
      cell: ({ first }) => <AppLink to={pathTo(first.slug, null)}>{first.name}</AppLink>,
      isWideOnly: true,
    },
  ];
  if (people.length === 0) return null;
  return (
    <Section
      title={`${formatPlural(people.length, 'person has', 'people have')} a seat and ${people.length === 1 ? 'has' : 'have'} never been heard`}
      lead={`Seated for ${silentAfterDays} days or longer without one contribution anywhere. Ask them, or give the seat to somebody else.`}
    >
      <DataTable
        label="People who have never been heard"
        rows={people}
        rowKey={({ accountId }) => accountId}
        columns={columns}
        maxHeight={360}
        empty={null}
      />
    </Section>
  );
}

/** How long a wait is: "23 days", "less than a day". */
function waitInWords(since: string, now: Date): string {
  const days = Math.floor((now.getTime() - Date.parse(since)) / 86_400_000);
  return days < 1 ? 'less than a day' : formatPlural(days, 'day', 'days');
}

function waitersInWords(names: readonly string[]): string {
  if (names.length === 0) return 'nobody: no one has spoken there yet';
  if (names.length <= NAMED) return joinWords(names);
  return `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;
}
