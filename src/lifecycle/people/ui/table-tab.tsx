import { useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { Section } from '../../../web/kit/index.ts';
import { InitiativeSettings, initiativeQuery } from '../../initiatives/ui/index.ts';
import { SEAT_PERSON_HERE } from '../step-places.ts';
import { tableQuery } from './people-queries.ts';
import { PlaybookOfLine } from './playbook-of-line.tsx';
import { SeatMatrix } from './seat-matrix.tsx';
import { SeatPersonForm } from './seat-person-form.tsx';

/** Everybody at the table of an initiative: the whole of it as a table, and the way to seat somebody. */
export function TableTab({ slug }: { readonly slug: string }) {
  const line = useQuery(initiativeQuery(slug));
  const table = useQuery(tableQuery(slug));
  const problem = <ProblemNotice error={table.error} onRetry={() => void table.refetch()} />;
  if (!line.data || !table.data) return table.error ? problem : <p className="tl-muted">Reading the table</p>;
  const { initiative, rights } = line.data;
  const empty = table.data.steps.flatMap(({ seats }) =>
    seats.filter((seat) => seat.isRequired && seat.sitters.length === 0),
  );
  return (
    <>
      {problem}
      <Section
        title={empty.length === 0 ? 'Every seat that is needed is taken' : seatsMissing(empty.length)}
        lead="A step closes when everybody needed there was heard. Who is only told needs no seat before."
      >
        <SeatMatrix slug={slug} />
      </Section>
      <PlaybookOfLine slug={slug} rights={rights} />
      <div className="tl-columns">
        <Section id={SEAT_PERSON_HERE} title="Seat a person" look="boxed">
          <SeatPersonForm slug={slug} rights={rights} />
        </Section>
        <InitiativeSettings initiative={initiative} rights={rights} />
      </div>
    </>
  );
}

function seatsMissing(count: number): string {
  return count === 1 ? 'One seat that is needed is empty' : `${count} seats that are needed are empty`;
}
