import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { LongTextField, RadioField } from '../../../web/kit/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { type Role, roleInText } from '../../people/index.ts';
import { useKeptText } from '../../people/ui/index.ts';
import { ANSWER_ASKS_FOR, ANSWER_KINDS, ANSWER_NAME, type AnswerKind } from '../ticket.ts';
import { answerKey } from './left-answers.tsx';
import { feedbackClient, type Ticket } from './ticket-queries.ts';
import { ANSWER_HELP, whatHappensNext } from './ticket-words.ts';

/** Fewest characters of an answer, as the contract asks. */
const SHORTEST = 5;

export interface AnswerFormProps {
  readonly slug: string;
  readonly ticket: Ticket;
  readonly role: Role;
  /** The pass along the line that is under way. */
  readonly iteration: number;
}

/** The answer of one role: what it does about the finding, in its own words, and what happens then. */
export function AnswerForm({ slug, ticket, role, iteration }: AnswerFormProps) {
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<AnswerKind | null>(null);
  const [text, setText, forget] = useKeptText(answerKey(ticket.id, role));
  const [isTried, setTried] = useState(false);
  const answer = useMutation({
    mutationFn: async (body: { readonly role: Role; readonly kind: AnswerKind; readonly text: string }) => {
      await feedbackClient.answer({ params: { slug, ticketId: ticket.id }, body });
      forget(text);
    },
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: initiativeKey(slug) }),
        queryClient.invalidateQueries({ queryKey: ['portfolio'] }),
      ]),
  });
  const isLongEnough = text.trim().length >= SHORTEST;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (kind !== null && isLongEnough) answer.mutate({ role, kind, text: text.trim() });
  };
  return (
    <form className="tl-ticket-form" onSubmit={send} noValidate>
      <RadioField
        label={`What do you answer as ${roleInText(role)}?`}
        value={kind}
        onChange={(value) => setKind(ANSWER_KINDS.find((each) => each === value) ?? null)}
        options={ANSWER_KINDS.map((value) => ({ value, label: ANSWER_NAME[value], help: ANSWER_HELP[value] }))}
        error={isTried && kind === null ? 'Choose one of the three.' : undefined}
      />
      <LongTextField
        label={kind === null ? 'In your own words' : ANSWER_ASKS_FOR[kind]}
        rows={3}
        autosize
        required
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={isTried && !isLongEnough ? 'Write at least a few words: they are what others will read.' : undefined}
      />
      {kind !== null && (
        <p className="tl-small">
          <b>What happens next:</b> {whatHappensNext(ticket, role, kind, iteration)} An answer is given once and never
          changed.
        </p>
      )}
      <ProblemNotice error={answer.error} />
      <div>
        <Button type="submit" loading={answer.isPending}>
          Answer as {roleInText(role)}
        </Button>
      </div>
    </form>
  );
}
