import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, EmptyState, formatMoment, Notice } from '../../../web/kit/index.ts';
import { type BesideThing, initiativeQuery, type Rights } from '../../initiatives/ui/index.ts';
import { answerQuery, verdictQuery, verdictsQuery } from './outcome-queries.ts';
import { OutcomeReading } from './outcome-reading.tsx';
import { EmptyChain } from './the-chain.tsx';
import { seenVerdict, VerdictsPanel } from './verdicts-panel.tsx';
import './overview.css';

export interface OverviewTabProps {
  readonly slug: string;
  /** What the reader may do on this initiative. */
  readonly rights: Rights;
  /** What a later room offers beside a verdict. */
  readonly besideVerdict?: BesideThing;
}

/** Did it work? The answer first, then the chain, the two ledgers, the numbers, and the verdicts that were taken. */
export function OverviewTab({ slug, rights, besideVerdict }: OverviewTabProps) {
  const [opened, setOpened] = useState<number | null>(null);
  return opened === null ? (
    <AnswerNow slug={slug} rights={rights} besideVerdict={besideVerdict} onOpen={setOpened} />
  ) : (
    <AnswerThen slug={slug} number={opened} besideVerdict={besideVerdict} onBack={() => setOpened(null)} />
  );
}

interface AnswerNowProps extends Omit<OverviewTabProps, 'besideVerdict'> {
  readonly besideVerdict: BesideThing | undefined;
  readonly onOpen: (number: number) => void;
}

function AnswerNow({ slug, rights, besideVerdict, onOpen }: AnswerNowProps) {
  const answer = useQuery(answerQuery(slug));
  const verdicts = useQuery(verdictsQuery(slug));
  const line = useQuery(initiativeQuery(slug));
  if (answer.data === null) return <NotFramed slug={slug} />;
  if (!answer.data && answer.error) {
    return <ProblemNotice error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  if (!answer.data) return <p className="tl-muted tl-outcome-pending">Measuring what the records say</p>;
  const { report, computedAt } = answer.data;
  const present = line.data?.initiative.iteration ?? report.plan.iteration;
  return (
    <>
      {present > report.plan.iteration && (
        <Notice
          tone="accent"
          title={`This is the answer of iteration ${report.plan.iteration}; iteration ${present} is under way`}
          action={<AppLink to={`/i/${slug}/frame`}>Say what is different this time</AppLink>}
        >
          The answer of the new iteration begins here once its framing is signed.
        </Notice>
      )}
      <OutcomeReading slug={slug} report={report} computedAt={computedAt} taken={verdicts.data?.[0]} />
      {verdicts.data && <VerdictsPanel {...{ slug, report, rights, besideVerdict, onOpen }} verdicts={verdicts.data} />}
      <ProblemNotice error={verdicts.error} onRetry={() => void verdicts.refetch()} />
    </>
  );
}

interface AnswerThenProps {
  readonly slug: string;
  readonly number: number;
  readonly besideVerdict: BesideThing | undefined;
  readonly onBack: () => void;
}

function AnswerThen({ slug, number, besideVerdict, onBack }: AnswerThenProps) {
  const taken = useQuery(verdictQuery(slug, number));
  const back = (
    <Button variant="default" onClick={onBack}>
      Back to the answer of today
    </Button>
  );
  if (!taken.data) {
    return (
      <>
        <ProblemNotice error={taken.error} onRetry={() => void taken.refetch()} />
        {taken.isPending && <p className="tl-muted">Reading verdict {number}</p>}
        <div>{back}</div>
      </>
    );
  }
  const { verdict, report } = taken.data;
  return (
    <>
      <Notice
        tone="accent"
        title={`This is verdict ${number} as ${verdict.takenBy} took it on ${formatMoment(verdict.takenAt)}`}
        action={back}
      >
        It never changes. What came in later is not in it.
      </Notice>
      <OutcomeReading slug={slug} report={report} computedAt={verdict.takenAt} taken={verdict} />
      <div className="tl-row">{besideVerdict?.(seenVerdict(slug, verdict))}</div>
    </>
  );
}

function NotFramed({ slug }: { readonly slug: string }) {
  return (
    <>
      <EmptyState
        sentence="There is no answer yet, because nobody has signed what counts as success. That is decided before the data are looked at."
        detail="Once the framing is signed, this page says whether it worked, how sure we are, and which of these five links broke."
        action={
          <Button component={AppLink} to={`/i/${slug}/frame`}>
            Say what counts as success
          </Button>
        }
      />
      <EmptyChain />
    </>
  );
}
