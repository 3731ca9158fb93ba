import { useQuery } from '@tanstack/react-query';
import { type Column, DataTable, Disclosure, StateWord } from '../../../web/kit/index.ts';
import { candidateWorth, LEVELS } from '../candidate.ts';
import { candidatesQuery, type ShownCandidate } from './candidate-queries.ts';
import { FEASIBILITY_WORDS, missingWords, RISK_LEVEL_WORDS, worthWords } from './candidate-words.ts';

export interface CandidateTableProps {
  readonly candidates: readonly ShownCandidate[];
  readonly openId?: string | undefined;
  /** Opens a task; without it the table is only read. */
  readonly onOpen?: (id: string) => void;
}

/** Tasks side by side: worth, feasibility, risk, who supports them, and what is still open about each. */
export function CandidateTable({ candidates, openId, onOpen }: CandidateTableProps) {
  const columns: readonly Column<ShownCandidate>[] = [
    {
      key: 'title',
      head: 'Task',
      isRowHead: true,
      width: '30%',
      cell: (candidate) => (
        <>
          {onOpen ? (
            <button
              type="button"
              className="tl-text-button tl-framing-task"
              aria-expanded={candidate.id === openId}
              onClick={() => onOpen(candidate.id)}
            >
              {candidate.content.title}
            </button>
          ) : (
            candidate.content.title
          )}
          {candidate.state === 'chosen' && (
            <p className="tl-small">
              <StateWord tone="reached">Chosen</StateWord>
            </p>
          )}
          {candidate.note && <p className="tl-muted tl-small">From a note of {candidate.note.authorName}</p>}
        </>
      ),
    },
    {
      key: 'worth',
      head: 'What it brings',
      sortBy: ({ content }) => candidateWorth(content)?.lowCents ?? null,
      cell: ({ content }) => (
        <>
          {worthWords(content) ?? <span className="tl-muted">Not known yet</span>}
          {content.value && <p className="tl-muted tl-small">as {content.value.estimatedBy} estimates</p>}
        </>
      ),
    },
    {
      key: 'feasibility',
      head: 'How feasible',
      sortBy: ({ content: { feasibility } }) => (feasibility ? LEVELS.indexOf(feasibility.level) : null),
      cell: ({ content: { feasibility } }) =>
        feasibility ? <Judged word={FEASIBILITY_WORDS[feasibility.level]} reason={feasibility.reason} /> : NOT_JUDGED,
    },
    {
      key: 'risk',
      head: 'How risky',
      sortBy: ({ content: { risk } }) => (risk ? LEVELS.indexOf(risk.level) : null),
      cell: ({ content: { risk } }) =>
        risk ? <Judged word={RISK_LEVEL_WORDS[risk.level]} reason={risk.reason} /> : NOT_JUDGED,
    },
    {
      key: 'support',
      head: 'Support',
      align: 'end',
      sortBy: ({ supporters }) => supporters.length,
      cell: ({ supporters }) => (
        <>
          {supporters.length}
          {supporters.length > 0 && (
            <p className="tl-muted tl-small">{supporters.map(({ name }) => name).join(', ')}</p>
          )}
        </>
      ),
    },
    {
      key: 'missing',
      head: 'What is open',
      isWideOnly: true,
      cell: ({ content }) => <span className="tl-small">{missingWords(content, MOST_NAMED) ?? 'Nothing'}</span>,
    },
  ];
  return (
    <DataTable
      label="Possible tasks compared"
      columns={columns}
      rows={candidates}
      rowKey={({ id }) => id}
      empty={null}
    />
  );
}

/** For readers of a signed framing: what else could have been done. */
export function ConsideredTasks({ slug }: { readonly slug: string }) {
  const { data } = useQuery(candidatesQuery(slug));
  if (!data || data.candidates.length === 0) return null;
  const compared = data.candidates.filter(({ state }) => state !== 'discarded');
  return (
    <Disclosure label="Which tasks were compared">
      <CandidateTable candidates={compared} />
      <DiscardedList candidates={data.candidates.filter(({ state }) => state === 'discarded')} />
    </Disclosure>
  );
}

function DiscardedList({ candidates }: { readonly candidates: readonly ShownCandidate[] }) {
  return candidates.map(({ id, content, decision }) => (
    <p key={id} className="tl-small">
      <b>{content.title}</b> was set aside{decision ? ` by ${decision.byName}: ${decision.reason}` : ''}
    </p>
  ));
}

/** Things that are open about a task, as many as a cell can name; the task itself names all. */
const MOST_NAMED = 1;

const NOT_JUDGED = <span className="tl-muted">Not said yet</span>;

function Judged({ word, reason }: { readonly word: string; readonly reason: string }) {
  return (
    <>
      {word}
      <p className="tl-muted tl-small">{reason}</p>
    </>
  );
}
