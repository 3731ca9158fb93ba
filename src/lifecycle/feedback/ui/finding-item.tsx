import { useQuery } from '@tanstack/react-query';
import { ProblemNotice, useToday } from '../../../web/data/index.ts';
import { Disclosure, formatDay, formatMoment, PersonFace, StateWord } from '../../../web/kit/index.ts';
import type { Rights } from '../../initiatives/ui/index.ts';
import { ROLE_NAME } from '../../people/index.ts';
import { tableQuery } from '../../people/ui/index.ts';
import { FINDING_STATE_NAME, SEVERITY_NAME } from '../finding.ts';
import { AnswerFinding, SettleFinding } from './answer-finding.tsx';
import { ChangeFinding } from './change-finding.tsx';
import { type FindingOnPage, type Found, findingQuery } from './finding-queries.ts';
import { costInWords, FINDING_TONE, SEVERITY_LOOK } from './finding-words.ts';
import { rolesAtTable } from './seated-people.ts';

export interface FindingItemProps {
  readonly slug: string;
  readonly found: Extract<Found, { readonly kind: 'finding' }>;
  readonly rights: Rights;
  readonly me: { readonly accountId: string };
}

/** A finding: what was seen, whose turn it is, the way to answer or accept it, and its history on demand. */
export function FindingItem({ slug, found, rights, me }: FindingItemProps) {
  const { finding } = found;
  const table = useQuery(tableQuery(slug));
  const myRoles = rolesAtTable(table.data?.steps ?? [], me.accountId);
  const cost = costInWords(found);
  const severity = SEVERITY_LOOK[finding.severity];
  return (
    <li className="tl-finding" id={`finding-${finding.id}`}>
      <div className="tl-section-head">
        <h3>
          {finding.number}. {finding.title}
        </h3>
        <span className="tl-row">
          <StateWord tone={severity.tone} icon={severity.icon}>
            {SEVERITY_NAME[finding.severity]}
          </StateWord>
          <StateWord tone={FINDING_TONE[finding.state]}>{FINDING_STATE_NAME[finding.state]}</StateWord>
        </span>
      </div>
      <blockquote className="tl-ticket-finding">
        <p className="tl-ticket-text">{finding.seen}</p>
      </blockquote>
      <p className="tl-finding-facts">
        <Fact finding={finding} />
      </p>
      {cost !== null && <p className="tl-small">{cost}</p>}
      {finding.answer && (
        <div className="tl-finding-answer">
          <PersonFace name={finding.answer.name} />
          <div>
            <p>
              <b>{finding.answer.name}</b> <span className="tl-muted">answered {formatMoment(finding.answer.at)}</span>
            </p>
            <p className="tl-ticket-text">{finding.answer.text}</p>
          </div>
        </div>
      )}
      <AnswerFinding slug={slug} finding={finding} rights={rights} me={me} />
      <SettleFinding slug={slug} finding={finding} rights={rights} me={me} myRoles={myRoles} />
      <ChangeFinding slug={slug} finding={finding} rights={rights} />
      <History slug={slug} finding={finding} />
    </li>
  );
}

function Fact({ finding }: { readonly finding: FindingOnPage }) {
  const { raisedBy, raisedPlace, raisedAt, causePlace, owner, due, object, closedAt } = finding;
  const today = useToday();
  const as = raisedBy.roles.map((role) => ROLE_NAME[role]).join(', ');
  const isLate = due !== null && closedAt === null && due < today;
  return (
    <>
      <span>
        Raised at {raisedPlace.name} by <b>{raisedBy.name}</b>
        {as && ` (${as})`} on {formatDay(raisedAt)}
      </span>
      {object && <span>about: {object.label}</span>}
      <span>{causePlace === null ? 'cause not named yet' : `cause at ${causePlace.name}`}</span>
      <span>{owner === null ? 'nobody has taken it yet' : `to be answered by ${owner.name}`}</span>
      {due !== null && closedAt === null && (
        <span>
          {isLate ? <StateWord tone="look">was due {formatDay(due)}</StateWord> : `answer due ${formatDay(due)}`}
        </span>
      )}
      {closedAt !== null && <span>settled on {formatDay(closedAt)}</span>}
    </>
  );
}

function History({ slug, finding }: { readonly slug: string; readonly finding: FindingOnPage }) {
  return (
    <Disclosure label={`Everything that happened to finding ${finding.number}`} isPrinted={false} isMadeOnOpening>
      <HistoryList slug={slug} findingId={finding.id} />
    </Disclosure>
  );
}

function HistoryList({ slug, findingId }: { readonly slug: string; readonly findingId: string }) {
  const { data, error, refetch } = useQuery(findingQuery(slug, findingId));
  if (!data) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return (
    <ol className="tl-finding-history">
      {data.history.map((entry) => (
        <li key={`${entry.at} ${entry.act} ${entry.sentence}`}>
          <span className="tl-muted">{formatMoment(entry.at)}</span> <b>{entry.name}</b> {entry.sentence}
          {entry.text !== null && <p className="tl-ticket-text">{entry.text}</p>}
        </li>
      ))}
    </ol>
  );
}
