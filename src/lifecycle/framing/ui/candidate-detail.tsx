import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { formatDay, Section, StateWord } from '../../../web/kit/index.ts';
import { useKeptText } from '../../people/ui/index.ts';
import type { Draft } from '../draft-path.ts';
import { CandidateChoice } from './candidate-choice.tsx';
import { CandidateForm } from './candidate-form.tsx';
import { afterChange, candidatesClient, type ShownCandidate } from './candidate-queries.ts';
import { missingWords } from './candidate-words.ts';
import { ReasonForm } from './reason-form.tsx';

export interface CandidateDetailProps {
  readonly slug: string;
  readonly me: { readonly accountId: string; readonly name: string };
  readonly candidate: ShownCandidate;
  readonly draft: Draft;
  readonly isUnsaved: boolean;
  readonly onClose: () => void;
}

type Doing = 'nothing' | 'changing' | 'choosing' | 'discarding';

/** One possible task: what it says, its note, and what can be done with it. */
export function CandidateDetail({ slug, me, candidate, draft, isUnsaved, onClose }: CandidateDetailProps) {
  const { id, content, note, state, decision, supporters } = candidate;
  const [doing, setDoing] = useState<Doing>('nothing');
  const [reason, setReason, forget] = useKeptText(`candidate ${id} discard`);
  const queryClient = useQueryClient();
  const onSuccess = afterChange(queryClient, slug);
  const params = { slug, candidateId: id };
  const isMine = supporters.some(({ accountId }) => accountId === me.accountId);
  const support = useMutation({
    mutationFn: () => candidatesClient.support({ params, body: { isGiven: !isMine } }),
    onSuccess,
  });
  const discard = useMutation({
    mutationFn: async (sent: string) => {
      await candidatesClient.discard({ params, body: { reason: sent } });
      forget(reason);
    },
    onSuccess: async () => {
      await onSuccess();
      onClose();
    },
  });
  if (doing === 'changing') {
    return <CandidateForm {...{ slug, me, candidate }} onDone={() => setDoing('nothing')} />;
  }
  const missing = missingWords(content, Number.POSITIVE_INFINITY);
  return (
    <Section
      title={content.title}
      level={3}
      look="boxed"
      aside={state === 'chosen' ? <StateWord tone="reached">Chosen</StateWord> : undefined}
    >
      {note && (
        <figure className="tl-framing-quote">
          <figcaption className="tl-muted tl-small">The note that it came from, by {note.authorName}</figcaption>
          <blockquote className="tl-prose">{note.text}</blockquote>
        </figure>
      )}
      {state === 'chosen' && decision && (
        <p className="tl-small">
          {decision.byName} chose it on {formatDay(decision.at)}: {decision.reason}
        </p>
      )}
      {missing && <p className="tl-small">Still open: {missing}.</p>}
      <ProblemNotice error={support.error} />
      {doing === 'choosing' && (
        <CandidateChoice {...{ slug, candidate, draft, isUnsaved }} onLeave={() => setDoing('nothing')} />
      )}
      {doing === 'discarding' && (
        <ReasonForm
          label="Why it is set aside"
          help="It stays readable with this reason, and can be taken up again."
          action="Set it aside"
          reason={reason}
          onReason={setReason}
          isBusy={discard.isPending}
          error={discard.error}
          onSend={discard.mutate}
          onLeave={() => setDoing('nothing')}
        />
      )}
      {doing === 'nothing' && (
        <div className="tl-row">
          {state === 'open' && <Button onClick={() => setDoing('choosing')}>Choose this task</Button>}
          <Button variant="default" aria-pressed={isMine} loading={support.isPending} onClick={() => support.mutate()}>
            {isMine ? 'Take my support back' : 'Support it'}
          </Button>
          <Button variant="default" onClick={() => setDoing('changing')}>
            Change what it says
          </Button>
          <Button variant="default" onClick={() => setDoing('discarding')}>
            Set aside
          </Button>
          <button type="button" className="tl-text-button" onClick={onClose}>
            Close
          </button>
        </div>
      )}
    </Section>
  );
}
