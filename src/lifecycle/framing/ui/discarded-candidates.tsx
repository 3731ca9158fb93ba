import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Disclosure, formatDay, formatPlural } from '../../../web/kit/index.ts';
import { LeftWords, useKeptText } from '../../people/ui/index.ts';
import { afterChange, candidatesClient, type ShownCandidate } from './candidate-queries.ts';
import { ReasonForm } from './reason-form.tsx';

/** Tasks that were set aside, with who decided that and why; each can be taken up again. */
export function DiscardedCandidates({
  slug,
  candidates,
}: {
  readonly slug: string;
  /** All of them: words about one that was taken up by somebody else are shown as well. */
  readonly candidates: readonly ShownCandidate[];
}) {
  const discarded = candidates.filter(({ state }) => state === 'discarded');
  return (
    <>
      {candidates.map(
        ({ id, state, content }) =>
          state !== 'discarded' && (
            <LeftWords
              key={id}
              happened={`Somebody else took up “${content.title}” again while you were writing.`}
              advice="Copy them into the conversation at this step, if the others should know."
              fields={[{ keep: takeUpKey(id), label: 'Why you wanted to take it up again' }]}
            />
          ),
      )}
      {discarded.length > 0 && (
        <Disclosure label={`Set aside: ${formatPlural(discarded.length, 'task', 'tasks')}`}>
          <ul className="tl-framing-notes">
            {discarded.map((candidate) => (
              <Discarded key={candidate.id} slug={slug} candidate={candidate} />
            ))}
          </ul>
        </Disclosure>
      )}
    </>
  );
}

/** Under which key this window keeps why somebody takes a task up again. */
function takeUpKey(candidateId: string): string {
  return `candidate ${candidateId} take-up`;
}

function Discarded({ slug, candidate }: { readonly slug: string; readonly candidate: ShownCandidate }) {
  const { id, content, decision } = candidate;
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason, forget] = useKeptText(takeUpKey(id));
  const queryClient = useQueryClient();
  const takeUp = useMutation({
    mutationFn: async (sent: string) => {
      await candidatesClient.takeUp({ params: { slug, candidateId: id }, body: { reason: sent } });
      forget(reason);
    },
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
            reason={reason}
            onReason={setReason}
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
