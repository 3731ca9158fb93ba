import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { LongTextField } from '../../../web/kit/index.ts';
import { type Rights, rightTo } from '../../initiatives/ui/index.ts';
import type { Role } from '../../people/index.ts';
import { useTableChange } from '../../people/ui/index.ts';
import { refuseFindingAnswer, refuseSettling } from '../finding.ts';
import { FINDING_LIMITS } from '../findings.schema.ts';
import { type FindingOnPage, findingsClient } from './finding-queries.ts';

export interface OnFindingProps {
  readonly slug: string;
  readonly finding: FindingOnPage;
  readonly rights: Rights;
  readonly me: { readonly accountId: string };
}

/** Fewest characters of an answer or a reason, as the contract asks. */
const SHORTEST = 5;

/** The answer of whoever owns the finding, or of anybody at the table while nobody does. */
export function AnswerFinding({ slug, finding, rights, me }: OnFindingProps) {
  const answer = useTableChange(slug, (text: string) =>
    findingsClient.answer({ params: { slug, findingId: finding.id }, body: { text } }),
  );
  const isMine = refuseFindingAnswer(finding, { accountId: me.accountId, roles: [] }) === null;
  if (!isMine || !rightTo(rights, 'finding.answer').allowed) return null;
  return (
    <WordsForm
      label={`Your answer to finding ${finding.number}`}
      help={`${finding.raisedBy.name} or a model risk manager then accepts it or sends it back.`}
      button="Answer"
      isBusy={answer.isPending}
      error={answer.error}
      onSend={(text, done) => answer.mutate(text, { onSuccess: done })}
    />
  );
}

/** Accepting an answer, which settles the finding, or sending it back with a reason. */
export function SettleFinding({
  slug,
  finding,
  rights,
  me,
  myRoles,
}: OnFindingProps & { readonly myRoles: ReadonlySet<Role> }) {
  const [isSendingBack, setSendingBack] = useState(false);
  const settle = useTableChange(slug, (body: { decision: 'accept' } | { decision: 'send-back'; reason: string }) =>
    findingsClient.settle({ params: { slug, findingId: finding.id }, body }),
  );
  if (finding.state !== 'answered') return null;
  const refusal = refuseSettling(finding, { accountId: me.accountId, roles: [...myRoles] });
  if (refusal !== null || !rightTo(rights, 'finding.settle').allowed) {
    return (
      <p className="tl-muted tl-small">
        Waits for {finding.raisedBy.name}, who raised it, or a model risk manager to accept the answer
        {refusal === 'own-answer' && '; nobody accepts their own answer'}.
      </p>
    );
  }
  return (
    <div className="tl-stack">
      <div className="tl-row">
        <Button loading={settle.isPending} onClick={() => settle.mutate({ decision: 'accept' })}>
          Accept the answer<span className="tl-hidden"> to finding {finding.number}</span>
        </Button>
        <Button variant="default" aria-expanded={isSendingBack} onClick={() => setSendingBack(!isSendingBack)}>
          Send it back<span className="tl-hidden">, finding {finding.number}</span>
        </Button>
      </div>
      {isSendingBack ? (
        <WordsForm
          label="What is still missing?"
          button="Send the answer back"
          isBusy={settle.isPending}
          error={settle.error}
          onSend={(reason, done) => settle.mutate({ decision: 'send-back', reason }, { onSuccess: done })}
        />
      ) : (
        <ProblemNotice error={settle.error} />
      )}
    </div>
  );
}

interface WordsFormProps {
  readonly label: string;
  readonly help?: string;
  readonly button: string;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onSend: (text: string, done: () => void) => void;
}

function WordsForm({ label, help, button, isBusy, error, onSend }: WordsFormProps) {
  const [text, setText] = useState('');
  const [isTried, setTried] = useState(false);
  const isLongEnough = text.trim().length >= SHORTEST;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isLongEnough) onSend(text.trim(), () => setText((now) => (now === text ? '' : now)));
  };
  return (
    <form className="tl-finding-words" onSubmit={send} noValidate>
      <LongTextField
        label={label}
        help={help}
        rows={2}
        autosize
        required
        value={text}
        maxLength={FINDING_LIMITS.textLength}
        onChange={(event) => setText(event.currentTarget.value)}
        error={isTried && !isLongEnough ? 'Write at least a few words: they are what others will read.' : undefined}
      />
      <ProblemNotice error={error} />
      <div>
        <Button type="submit" variant="default" loading={isBusy}>
          {button}
        </Button>
      </div>
    </form>
  );
}
