import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, DataTable, formatDay, Section } from '../../../web/kit/index.ts';
import { type PlaybookReading, playbookChangesQuery } from './playbook-queries.ts';

/** How the draft is named in the list of what can be compared. */
const DRAFT = 'draft';

/** The versions of a playbook, and what differs between two of them in sentences. */
export function PlaybookVersions({ book }: { readonly book: PlaybookReading }) {
  const { versions } = book;
  if (versions.length === 0) {
    return (
      <Section title="Versions">
        <p className="tl-muted">No version is published yet, so no initiative can be on this playbook.</p>
      </Section>
    );
  }
  return (
    <Section
      title="Versions"
      lead="A published version never changes; initiatives stay on theirs until they are moved."
    >
      <DataTable
        label="Versions of this playbook"
        rows={versions}
        rowKey={({ id }) => id}
        columns={[
          { key: 'version', head: 'Version', cell: ({ version }) => String(version), width: '80px' },
          { key: 'note', head: 'What changed', cell: ({ changeNote }) => changeNote },
          { key: 'who', head: 'Published by', cell: ({ publishedByName }) => publishedByName, isWideOnly: true },
          { key: 'when', head: 'On', cell: ({ publishedAt }) => formatDay(publishedAt) },
        ]}
        empty={null}
      />
      {(versions.length > 1 || book.draft) && <Differences key={versions[0]?.id} book={book} />}
    </Section>
  );
}

function Differences({ book }: { readonly book: PlaybookReading }) {
  const { versions, draft, key } = book;
  const choices = [
    ...(draft ? [{ value: DRAFT, label: 'The draft' }] : []),
    ...versions.map(({ version }) => ({ value: String(version), label: `Version ${version}` })),
  ];
  const [from, setFrom] = useState(String(versions[draft ? 0 : 1]?.version ?? 1));
  const [to, setTo] = useState(choices[0]?.value ?? DRAFT);
  const changes = useQuery(playbookChangesQuery(key, Number(from), to === DRAFT ? null : Number(to)));
  return (
    <Section level={3} title="What differs">
      <div className="tl-row">
        <ChoiceField
          label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
          data={choices.filter(({ value }) => value !== DRAFT)}
        />
        <ChoiceField label="To" value={to} onChange={(event) => setTo(event.currentTarget.value)} data={choices} />
      </div>
      <ProblemNotice error={changes.error} onRetry={() => void changes.refetch()} />
      {changes.data?.changes.length === 0 && <p className="tl-muted">Nothing: both say the same.</p>}
      {changes.data && changes.data.changes.length > 0 && (
        <ul className="tl-sentences">
          {changes.data.changes.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}
