import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { LongTextField } from '../../../web/kit/index.ts';
import { type Rights, rightTo } from '../../initiatives/ui/index.ts';
import type { Role } from '../../people/index.ts';
import { LeftWords, useKeptText, useTableChange } from '../../people/ui/index.ts';
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
  const answer = useTableChange(slug, async ({ text, forget }: SaidWords) => {
    await findingsClient.answer({ params: { slug, findingId: finding.id }, body: { text } });
    forget();
  });
  const isMine = refuseFindingAnswer(finding, { accountId: me.accountId, roles: [] }) === null;
  if (!isMine || !rightTo(rights, 'finding.answer').allowed) {
    return (
      <LeftWords
        happened={howAnswerEnded(finding)}
        advice="Copy them for whoever answers it, or for the conversation at this step."
        fields={[{ keep: keysOf(finding.id).answer, label: `Your answer to finding ${finding.number}` }]}
      />
    );
  }
  return (
    <WordsForm
      keep={keysOf(finding.id).answer}
      label={`Your answer to finding ${finding.number}`}
      help={`${finding.raisedBy.name} or a model risk manager then accepts it or sends it back.`}
      button="Answer"
      isBusy={answer.isPending}
      error={answer.error}
      onSend={answer.mutate}
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
  const keep = keysOf(finding.id).reason;
  const settle = useTableChange(slug, async (said: SaidWords | null) => {
    const body = said ? ({ decision: 'send-back', reason: said.text } as const) : ({ decision: 'accept' } as const);
    await findingsClient.settle({ params: { slug, findingId: finding.id }, body });
    said?.forget();
  });
  if (finding.state !== 'answered') {
    return (
      <LeftWords
        happened={
          finding.state === 'closed'
            ? 'Somebody else accepted the answer while you were writing.'
            : 'Somebody else sent the answer back while you were writing.'
        }
        advice={
          finding.state === 'closed'
            ? 'If something is still missing, copy them into a finding that you raise.'
            : 'Copy them into the conversation at this step, where whoever answers reads them.'
        }
        fields={[{ keep, label: `What you found missing at finding ${finding.number}` }]}
      />
    );
  }
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
        <Button loading={settle.isPending} onClick={() => settle.mutate(null)}>
          Accept the answer<span className="tl-hidden"> to finding {finding.number}</span>
        </Button>
        <Button variant="default" aria-expanded={isSendingBack} onClick={() => setSendingBack(!isSendingBack)}>
          Send it back<span className="tl-hidden">, finding {finding.number}</span>
        </Button>
      </div>
      {isSendingBack ? (
        <WordsForm
          keep={keep}
          label="What is still missing?"
          button="Send the answer back"
          isBusy={settle.isPending}
          error={settle.error}
          onSend={settle.mutate}
        />
      ) : (
        <ProblemNotice error={settle.error} />
      )}
    </div>
  );
}

/** Words on their way, and how to forget them here once the server has them. */
interface SaidWords {
  readonly text: string;
  readonly forget: () => void;
}

/** Under which keys this window keeps what somebody writes about a finding. */
export function keysOf(findingId: string): { readonly answer: string; readonly reason: string } {
  return { answer: `finding ${findingId} answer`, reason: `finding ${findingId} reason` };
}

/** Why the reader does not answer a finding any more. */
function howAnswerEnded({ state, answer, owner }: FindingOnPage): string {
  if (state === 'closed') return 'The finding was settled while you were writing.';
  if (answer && state === 'answered') return `${answer.name} answered it while you were writing.`;
  return owner
    ? `It was handed over to ${owner.name} while you were writing.`
    : 'It is not for you to answer any more.';
}

interface WordsFormProps {
  readonly keep: string;
  readonly label: string;
  readonly help?: string;
  readonly button: string;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onSend: (said: SaidWords) => void;
}

function WordsForm({ keep, label, help, button, isBusy, error, onSend }: WordsFormProps) {
  const [text, setText, forget] = useKeptText(keep);
  const [isTried, setTried] = useState(false);
  const isLongEnough = text.trim().length >= SHORTEST;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isLongEnough) onSend({ text: text.trim(), forget: () => forget(text) });
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
