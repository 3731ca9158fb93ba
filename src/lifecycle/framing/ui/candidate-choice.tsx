import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CheckField } from '../../../web/kit/index.ts';
import { useKeptText } from '../../people/ui/index.ts';
import type { Draft } from '../draft-path.ts';
import { PREFILLED_PATHS, prefillDraft } from '../prefill-draft.ts';
import { afterChange, candidatesClient, type ShownCandidate } from './candidate-queries.ts';
import { fieldWords } from './draft-words.ts';
import { ReasonForm } from './reason-form.tsx';
import { valueWords } from './value-words.ts';

export interface CandidateChoiceProps {
  readonly slug: string;
  readonly candidate: ShownCandidate;
  readonly draft: Draft;
  readonly isUnsaved: boolean;
  readonly onLeave: () => void;
}

/** Chooses a task: why, and for each field where somebody wrote other words, whether those stay. */
export function CandidateChoice({ slug, candidate, draft, isUnsaved, onLeave }: CandidateChoiceProps) {
  const [replace, setReplace] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason, forget] = useKeptText(`candidate ${candidate.id} choose`);
  const queryClient = useQueryClient();
  const { kept } = prefillDraft(draft, candidate.content);
  const choose = useMutation({
    mutationFn: async (sent: string) => {
      await candidatesClient.choose({
        params: { slug, candidateId: candidate.id },
        body: { reason: sent, replace: PREFILLED_PATHS.filter((path) => replace.has(path)) },
      });
      forget(reason);
    },
    onSuccess: async () => {
      await afterChange(queryClient, slug)();
      onLeave();
    },
  });
  const toggle = (path: string, isReplaced: boolean) =>
    setReplace((before) => new Set(isReplaced ? [...before, path] : [...before].filter((one) => one !== path)));
  return (
    <ReasonForm
      label="Why this one"
      help="It fills the empty fields of the framing below."
      action="Choose it"
      reason={reason}
      onReason={setReason}
      isBusy={choose.isPending || isUnsaved}
      error={choose.error}
      onSend={choose.mutate}
      onLeave={onLeave}
    >
      {kept.length > 0 && (
        <fieldset className="tl-framing-counted tl-stack">
          <legend>The framing says something else already. What is not ticked stays as it is.</legend>
          {kept.map(({ path, written, offered }) => (
            <CheckField
              key={path}
              label={`${fieldWords(path)}: use “${valueWords(draft, path, offered)}”`}
              help={`Now: ${valueWords(draft, path, written)}`}
              checked={replace.has(path)}
              onChange={(event) => toggle(path, event.currentTarget.checked)}
            />
          ))}
        </fieldset>
      )}
    </ReasonForm>
  );
}
