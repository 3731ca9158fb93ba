import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { LongTextField, RadioField, Section } from '../../../web/kit/index.ts';
import { ASSUMPTION_FINDINGS, type AssumptionFinding } from '../../framing/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { framingClient } from './outcome-queries.ts';

/** Fewest characters of a reason, as the contract asks. */
const SHORTEST = 5;

const FINDING_NAME: Readonly<Record<AssumptionFinding, string>> = {
  held: 'It held',
  'did-not-hold': 'It did not hold',
};

export interface BeliefAnswerFormProps {
  readonly slug: string;
  readonly framingVersion: number;
  readonly belief: { readonly id: string; readonly statement: string; readonly check: string };
  readonly onDone: () => void;
}

/** A person's word on whether a belief held, and how they know. */
export function BeliefAnswerForm({ slug, framingVersion, belief, onDone }: BeliefAnswerFormProps) {
  const queryClient = useQueryClient();
  const [finding, setFinding] = useState<AssumptionFinding | null>(null);
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const answer = useMutation({
    mutationFn: (body: { readonly finding: AssumptionFinding; readonly reason: string }) =>
      framingClient.answerAssumption({
        params: { slug, version: framingVersion, assumptionId: belief.id },
        body,
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: initiativeKey(slug) });
      onDone();
    },
  });
  const isLongEnough = reason.trim().length >= SHORTEST;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (finding !== null && isLongEnough) answer.mutate({ finding, reason: reason.trim() });
  };
  return (
    <Section title={belief.statement} level={3} look="boxed" lead={`How it was to be checked: ${belief.check}`}>
      <form className="tl-stack" onSubmit={send} noValidate>
        <RadioField
          label="What did you find?"
          value={finding}
          onChange={(value) => setFinding(ASSUMPTION_FINDINGS.find((each) => each === value) ?? null)}
          options={ASSUMPTION_FINDINGS.map((value) => ({ value, label: FINDING_NAME[value] }))}
          error={isTried && finding === null ? 'Choose one of the two.' : undefined}
        />
        <LongTextField
          label="How do you know?"
          rows={2}
          required
          maxLength={1_000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={isTried && !isLongEnough ? 'Write at least a few words: they are what others will read.' : undefined}
        />
        <ProblemNotice error={answer.error} />
        <div className="tl-row">
          <Button type="submit" loading={answer.isPending}>
            Answer
          </Button>
          <Button variant="default" disabled={answer.isPending} onClick={onDone}>
            Not now
          </Button>
        </div>
      </form>
    </Section>
  );
}
