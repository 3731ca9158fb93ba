import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Disclosure, formatDay, formatPlural } from '../../../web/kit/index.ts';
import { afterChange, candidatesClient, type ShownCandidate } from './candidate-queries.ts';
import { ReasonForm } from './reason-form.tsx';

/** Tasks that were set aside, with who decided that and why; each can be taken up again. */
export function DiscardedCandidates({
  slug,
  candidates,
}: {
  readonly slug: string;
  readonly candidates: readonly ShownCandidate[];
}) {
  if (candidates.length === 0) return null;
  return (
    <Disclosure label={`Set aside: ${formatPlural(candidates.length, 'task', 'tasks')}`}>
      <ul className="tl-framing-notes">
        {candidates.map((candidate) => (
          <Discarded key={candidate.id} slug={slug} candidate={candidate} />
        ))}
      </ul>
    </Disclosure>
  );
}

function Discarded({ slug, candidate }: { readonly slug: string; readonly candidate: ShownCandidate }) {
  const { id, content, decision } = candidate;
  const [isAsking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const takeUp = useMutation({
    mutationFn: (reason: string) => candidatesClient.takeUp({ params: { slug, candidateId: id }, body: { reason } }),
    onSuccess: afterChange(queryClient, slug),
  });
  return (
    <li>
      <div>
        <p>
          <b>{content.title}</b>
        </p>
        {decision && (
          <p className="tl-muted tl-small">
            {decision.byName}, {formatDay(decision.at)}: {decision.reason}
          </p>
        )}
        {isAsking && (
          <ReasonForm
            label={`Why “${content.title}” is taken up again`}
            action="Take it up again"
            isBusy={takeUp.isPending}
            error={takeUp.error}
            onSend={takeUp.mutate}
            onLeave={() => setAsking(false)}
          />
        )}
      </div>
      {!isAsking && (
        <Button variant="default" onClick={() => setAsking(true)}>
          Take up again<span className="tl-hidden">: {content.title}</span>
        </Button>
      )}
    </li>
  );
}
