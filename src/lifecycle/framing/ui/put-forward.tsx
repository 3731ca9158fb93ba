import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { LongTextField } from '../../../web/kit/index.ts';
import { initiativeKey, type Right, RightButton } from '../../initiatives/ui/index.ts';
import { framingClient, type Version } from './client.ts';
import type { WritingDraft } from './use-draft.ts';

/** The shortest reason that the server takes. */
const SHORTEST_REASON = 5;

export interface PutForwardProps {
  readonly slug: string;
  readonly right: Right;
  readonly draft: WritingDraft;
  /** The signed version that this draft would amend. */
  readonly current: Version | null;
  /** A version that waits for signatures and would be withdrawn. */
  readonly waiting: Version | undefined;
  readonly isUnchanged: boolean;
  /** Something is missing: shows where. */
  readonly onMissing: () => void;
  readonly onDone: () => void;
}

/** Puts the draft forward for signature; an amendment says why first. */
export function PutForward(props: PutForwardProps) {
  const { right, draft, isUnchanged, onMissing } = props;
  const [isAsking, setAsking] = useState(false);
  const { gaps, clashes } = draft.desk;
  const start = () => {
    draft.saveNow();
    if (gaps.length > 0 && !draft.isUnsaved) onMissing();
    else setAsking(true);
  };
  if (isAsking) return <PutForwardForm {...props} onLeave={() => setAsking(false)} />;
  return (
    <RightButton
      right={right}
      isOff={isUnchanged || clashes.length > 0}
      offReason={isUnchanged ? 'This is what the signed version says; change something first.' : 'Choose above first.'}
      onClick={start}
    >
      Put forward for signature
    </RightButton>
  );
}

function PutForwardForm(props: PutForwardProps & { readonly onLeave: () => void }) {
  const { slug, draft, current, waiting, onMissing, onDone, onLeave } = props;
  const [reason, setReason] = useState('');
  const queryClient = useQueryClient();
  const propose = useMutation({
    mutationFn: () =>
      framingClient.propose({
        params: { slug },
        body: { revision: draft.desk.revision, ...(current ? { amendmentReason: reason.trim() } : {}) },
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: initiativeKey(slug) });
      onDone();
    },
  });
  const isReasonMissing = current !== null && reason.trim().length < SHORTEST_REASON;
  const hasGaps = !draft.isUnsaved && draft.desk.gaps.length > 0;
  return (
    <form
      className="tl-framing-forward"
      onSubmit={(event) => {
        event.preventDefault();
        propose.mutate();
      }}
    >
      <p>
        Everybody who has to sign sees exactly these words. {waiting ? `Version ${waiting.version} is withdrawn. ` : ''}
        {current
          ? `Version ${current.version} stays in force until all have signed.`
          : 'It locks with the last signature.'}
      </p>
      {current && (
        <LongTextField
          label={`Why version ${current.version} is changed`}
          help="Everybody who reads the amendment reads this."
          value={reason}
          required
          maxLength={1_000}
          rows={2}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {hasGaps && (
        <p>
          Something is missing.{' '}
          <button type="button" className="tl-text-button" onClick={onMissing}>
            Show what
          </button>
        </p>
      )}
      <ProblemNotice error={propose.error} />
      <div className="tl-row">
        <Button type="submit" loading={propose.isPending} disabled={isReasonMissing || hasGaps || draft.isUnsaved}>
          Put forward for signature
        </Button>
        <Button variant="default" disabled={propose.isPending} onClick={onLeave}>
          Not yet
        </Button>
      </div>
    </form>
  );
}
