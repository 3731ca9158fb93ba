import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { LongTextField, RadioField } from '../../../web/kit/index.ts';
import { type Role, roleInText } from '../../people/index.ts';
import { useKeptText } from '../../people/ui/index.ts';
import { decisionKey } from './left-reasons.tsx';
import { MODELS_KEY, type Proposal, registryClient } from './model-queries.ts';

/** Fewest characters of a reason, as the contract asks. */
const SHORTEST = 5;

/** The decision of one role: approve or refuse, with the reason that others will read. */
export function DecisionForm({
  name,
  proposal,
  role,
}: {
  readonly name: string;
  readonly proposal: Proposal;
  readonly role: Role;
}) {
  const queryClient = useQueryClient();
  const [decision, setDecision] = useState<'approve' | 'refuse' | null>(null);
  const [reason, setReason, forget] = useKeptText(decisionKey(proposal.id, role));
  const [isTried, setTried] = useState(false);
  const decide = useMutation({
    mutationFn: async (body: {
      readonly role: Role;
      readonly decision: 'approve' | 'refuse';
      readonly reason: string;
    }) => {
      await registryClient.decide({ params: { name, proposalId: proposal.id }, body });
      forget(reason);
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: MODELS_KEY }),
  });
  const isLongEnough = reason.trim().length >= SHORTEST;
  const isLast = proposal.awaited.length === 1;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (decision !== null && isLongEnough) decide.mutate({ role, decision, reason: reason.trim() });
  };
  const options = [
    {
      value: 'approve',
      label: 'Approve',
      help: isLast ? 'It takes effect at once: yours is the last approval.' : 'It takes effect with the last approval.',
    },
    { value: 'refuse', label: 'Refuse', help: 'The proposal ends; everything stays as it is.' },
  ];
  return (
    <form className="tl-model-form" onSubmit={send} noValidate>
      <RadioField
        label={`What do you decide as ${roleInText(role)}?`}
        value={decision}
        onChange={(value) => setDecision(value === 'approve' ? 'approve' : 'refuse')}
        options={proposal.isAuthor ? options.filter(({ value }) => value === 'refuse') : options}
        error={isTried && decision === null ? 'Choose one of the answers.' : undefined}
      />
      <LongTextField
        label="Why"
        help="Others will read it; it is never changed."
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={isTried && !isLongEnough ? 'Write at least a few words.' : undefined}
      />
      <ProblemNotice error={decide.error} />
      <div>
        <Button type="submit" loading={decide.isPending}>
          Decide as {roleInText(role)}
        </Button>
      </div>
    </form>
  );
}
