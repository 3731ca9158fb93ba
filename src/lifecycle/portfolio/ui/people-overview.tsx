import { useQuery } from '@tanstack/react-query';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import { AppLink, EmptyState, formatPlural, Section } from '../../../web/kit/index.ts';
import { joinWords } from '../../../words/index.ts';
import { DepartmentChoice } from '../../ideas/ui/index.ts';
import { roleInText } from '../../people/index.ts';
import { AwaitedPeople, AwaitedSeats, NeverHeard } from './awaited-people.tsx';
import { LatenessByRole } from './lateness-by-role.tsx';
import { peopleOverviewQuery } from './people-overview-queries.ts';
import { PORTFOLIO_KEY } from './portfolio-queries.ts';
import { SeatMap } from './seat-map.tsx';
import './people-overview.css';

export interface PeopleOverviewProps {
  /** Id of the department whose initiatives are looked at; all of them without one. */
  readonly department: string | undefined;
  readonly onDepartment: (id: string | undefined) => void;
}

/** Who is missing where, who is waited for, who is never asked and what lateness cost, over all initiatives. */
export function PeopleOverview({ department, onDepartment }: PeopleOverviewProps) {
  useLiveTopic('initiatives', PORTFOLIO_KEY);
  const overview = useQuery(peopleOverviewQuery(department));
  if (!overview.data) {
    return (
      <>
        <ProblemNotice error={overview.error} onRetry={() => void overview.refetch()} />
        {overview.isPending && <p className="tl-muted">Reading every table</p>}
      </>
    );
  }
  const { cells, awaitedPeople, awaitedSeats, neverHeard, rolesNeverNeeded, silentAfterDays } = overview.data;
  const empty = cells.reduce((sum, cell) => sum + cell.empty, 0);
  return (
    <>
      <DepartmentChoice
        value={department ?? ''}
        help="An initiative concerns the department of the idea that it came from."
        onChange={(id) => onDepartment(id === '' ? undefined : id)}
      />
      <Section
        title={
          empty === 0
            ? 'No step under way misses anybody'
            : `${formatPlural(empty, 'needed seat is', 'needed seats are')} empty`
        }
        lead="Each initiative counts at the step where it is now. Empty: nobody sits there. Not heard: somebody sits there and has not spoken."
      >
        {cells.length === 0 ? (
          <EmptyState
            sentence={
              department === undefined
                ? 'No initiative that you may read is under way, so no seat is needed.'
                : 'No initiative of this department that you may read is under way, so no seat is needed there.'
            }
            action={<AppLink to="/ask">Ask a question</AppLink>}
          />
        ) : (
          <SeatMap cells={cells} silentAfterDays={silentAfterDays} />
        )}
        {rolesNeverNeeded.length > 0 && (
          <p className="tl-muted tl-small">
            Never asked: no playbook in use needs the {joinWords(rolesNeverNeeded.map(roleInText))} at any step.
          </p>
        )}
      </Section>
      <AwaitedPeople people={awaitedPeople} />
      <AwaitedSeats seats={awaitedSeats} />
      <NeverHeard people={neverHeard} silentAfterDays={silentAfterDays} />
      <LatenessByRole department={department} />
    </>
  );
}
