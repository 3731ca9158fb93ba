import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice, useNow } from '../../../web/data/index.ts';
import { ConfirmButton, Disclosure, formatAgo } from '../../../web/kit/index.ts';
import { initiativeKey, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { settled } from '../../people/ui/index.ts';
import { ExpectationForm } from './expectation-form.tsx';
import { type ExpectationEntry, expectationsClient, type OfferedTable, storyQuery } from './expectation-queries.ts';

export interface ExpectationListProps {
  readonly slug: string;
  readonly rights: Rights;
  readonly tables: readonly OfferedTable[];
  readonly expectations: readonly ExpectationEntry[];
}

/** What is expected now, each with who wrote it and its story. */
export function ExpectationList({ expectations, ...rest }: ExpectationListProps) {
  return (
    <ul className="tl-expectations">
      {expectations.map((expectation) => (
        <Item key={expectation.id} expectation={expectation} {...rest} />
      ))}
    </ul>
  );
}

function Item({
  slug,
  rights,
  tables,
  expectation,
}: Omit<ExpectationListProps, 'expectations'> & { readonly expectation: ExpectationEntry }) {
  const now = useNow();
  const queryClient = useQueryClient();
  const [isChanging, setChanging] = useState(false);
  const { id, number, version, sentence, writtenBy, writtenAt } = expectation;
  const retire = useMutation({
    mutationFn: () => expectationsClient.retire({ params: { slug, id }, body: { read: version, reason: null } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: initiativeKey(slug) }),
  });
  const canWrite = rightTo(rights, 'expectation.write').allowed;
  return (
    <li>
      <p>
        {number}. {sentence}.
      </p>
      <div className="tl-row">
        <span className="tl-muted">
          {writtenBy}, {formatAgo(writtenAt, now)}
          {version > 1 && `, version ${version}`}
        </span>
        {canWrite && (
          <>
            <Button variant="subtle" size="xs" onClick={() => setChanging(!isChanging)} aria-expanded={isChanging}>
              {isChanging ? 'Leave it as it is' : `Change ${number}`}
            </Button>
            <ConfirmButton
              question="Take it back? No model is judged by it any more; its story stays."
              confirmLabel="Take it back"
              onConfirm={() => settled(retire.mutateAsync())}
            >
              Take {number} back
            </ConfirmButton>
          </>
        )}
      </div>
      <ProblemNotice error={retire.error} />
      {isChanging && (
        <ExpectationForm
          slug={slug}
          rights={rights}
          tables={tables}
          changed={expectation}
          onDone={() => setChanging(false)}
        />
      )}
      {version > 1 && (
        <Disclosure label={`How ${number} became what it is`} isPrinted={false} isMadeOnOpening>
          <Story slug={slug} id={id} />
        </Disclosure>
      )}
    </li>
  );
}

function Story({ slug, id }: { readonly slug: string; readonly id: string }) {
  const now = useNow();
  const story = useQuery(storyQuery(slug, id));
  if (!story.data) return <ProblemNotice error={story.error} onRetry={() => void story.refetch()} />;
  return (
    <ol className="tl-expectations">
      {story.data.map(({ versionId, version, sentence, writtenBy, writtenAt, reason }) => (
        <li key={versionId}>
          <p>
            Version {version}: {sentence}.
          </p>
          <p className="tl-muted">
            {writtenBy}, {formatAgo(writtenAt, now)}
            {reason !== null && `: ${reason}`}
          </p>
        </li>
      ))}
    </ol>
  );
}
