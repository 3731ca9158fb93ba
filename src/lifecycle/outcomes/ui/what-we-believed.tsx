import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, type Column, DataTable, formatDay, NotMeasured, Section, StateWord } from '../../../web/kit/index.ts';
import { type Rights, rightTo } from '../../initiatives/ui/index.ts';
import type { beliefSchema } from '../outcomes.schema.ts';
import { BeliefAnswerForm } from './belief-answer-form.tsx';
import { beliefsQuery } from './outcome-queries.ts';

type Belief = z.infer<typeof beliefSchema>;

export interface WhatWeBelievedProps {
  readonly slug: string;
  readonly rights: Rights;
}

/** Every belief that was signed with the framing beside what was measured; nothing where none was written down. */
export function WhatWeBelieved({ slug, rights }: WhatWeBelievedProps) {
  const query = useQuery(beliefsQuery(slug));
  const [asked, setAsked] = useState<string | null>(null);
  if (!query.data) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  const { framingVersion, beliefs } = query.data;
  if (framingVersion === null || beliefs.length === 0) return null;
  const isAllowed = rightTo(rights, 'framing.answer-assumption').allowed;
  const belief = beliefs.find(({ id }) => id === asked);
  const columns: readonly Column<Belief>[] = [
    {
      key: 'statement',
      head: 'What we believed',
      isRowHead: true,
      width: '34%',
      cell: ({ statement, believedBy, reason }) => (
        <>
          {statement}
          <p className="tl-muted tl-small">
            {believedBy}: {reason}
          </p>
        </>
      ),
    },
    // On a phone the statement says it as well, and what became of it must not stand beyond the edge.
    { key: 'believed', head: 'How much', cell: ({ believed }) => believed ?? 'No number', isWideOnly: true },
    { key: 'measured', head: 'What we measured', cell: (row) => <Measured slug={slug} belief={row} /> },
    {
      key: 'state',
      head: 'What became of it',
      cell: (row) => (
        <BecameOf
          belief={row}
          action={
            isAllowed && row.id !== asked ? (
              <button type="button" className="tl-text-button" onClick={() => setAsked(row.id)}>
                {row.answer ? 'Answer again' : 'Say whether it held'}
                <span className="tl-hidden">: {row.statement}</span>
              </button>
            ) : null
          }
        />
      ),
    },
  ];
  return (
    <Section
      title="What we believed and what we measured"
      lead={`Written down and signed with version ${framingVersion} of the framing, before anybody looked at data.`}
      aside={<AppLink to={`/i/${slug}/frame?version=${framingVersion}`}>Read that version</AppLink>}
    >
      <DataTable
        label="What we believed, one by one"
        columns={columns}
        rows={beliefs}
        rowKey={({ id }) => id}
        empty={null}
      />
      {belief && (
        <BeliefAnswerForm
          key={belief.id}
          slug={slug}
          framingVersion={framingVersion}
          belief={belief}
          onDone={() => setAsked(null)}
        />
      )}
    </Section>
  );
}

function Measured({ slug, belief: { measured, state, check } }: { readonly slug: string; readonly belief: Belief }) {
  if (measured !== null) return measured;
  if (state === 'for-a-person') return <span className="tl-muted">No record says this. {check}</span>;
  return <NotMeasured action={<AppLink to={`/i/${slug}/data`}>Bring the records</AppLink>} />;
}

const STATES = {
  held: ['reached', 'It held'],
  'did-not-hold': ['broken', 'It did not hold'],
  'cannot-tell': ['look', 'Cannot be told yet'],
  'not-measured': ['unknown', 'Not checked yet'],
  'for-a-person': ['unknown', 'Waits for somebody who knows'],
} as const;

function BecameOf({ belief, action }: { readonly belief: Belief; readonly action: ReactNode }) {
  const { answer, note } = belief;
  const isOpen = belief.state !== 'held' && belief.state !== 'did-not-hold';
  const [tone, words] = STATES[isOpen && answer ? answer.finding : belief.state];
  return (
    <>
      <StateWord tone={tone}>{words}</StateWord>
      {note && <p className="tl-small">{note}</p>}
      {answer && (
        <p className="tl-small">
          {answer.name} on {formatDay(answer.at)}
          {isOpen ? '' : `, who found that it ${answer.finding === 'held' ? 'held' : 'did not hold'}`}: {answer.reason}
        </p>
      )}
      {action && <div>{action}</div>}
    </>
  );
}
