import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { SIGNAL_PHASES } from '../../../learning/index.ts';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, Notice, ProgressLine, Section, useGoOn } from '../../../web/kit/index.ts';
import { datasetAddress } from '../../datasets/ui/index.ts';
import { type Right, RightButton } from '../../initiatives/ui/index.ts';
import { withoutColumns } from '../check-choice.ts';
import { CheckAnswer } from './check-answer.tsx';
import { PHASE_WORDS } from './check-state.ts';
import { type Check, checkQuery, signalAddress, signalsClient, signalsKey } from './signal-queries.ts';

export interface CheckViewProps {
  readonly slug: string;
  readonly id: string;
  readonly right: Right;
}

/** One check: how far it is, or its answer. */
export function CheckView({ slug, id, right }: CheckViewProps) {
  const read = useQuery(checkQuery(slug, id));
  const check = read.data;
  return (
    <div className="tl-stack">
      <p className="tl-row tl-no-print">
        <AppLink to={`/i/${slug}/data`}>All data of this initiative</AppLink>
        {check && (
          <AppLink to={datasetAddress(slug, check.datasetId, { version: check.version })}>
            {check.datasetName}, version {check.version}
          </AppLink>
        )}
      </p>
      <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <p className="tl-muted">Reading the check</p>}
      {check?.state === 'running' && <Running slug={slug} check={check} right={right} />}
      {check && check.state !== 'running' && <Ended slug={slug} check={check} right={right} />}
    </div>
  );
}

interface PartProps {
  readonly slug: string;
  readonly check: Check;
  readonly right: Right;
}

function Running({ slug, check, right }: PartProps) {
  const queryClient = useQueryClient();
  const stop = useMutation({
    mutationFn: () => signalsClient.cancelCheck({ params: { slug, id: check.id } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: signalsKey(slug) }),
  });
  const at = check.phase === null ? 0 : SIGNAL_PHASES.indexOf(check.phase) + 1;
  return (
    <Section title={`Looking whether ${check.target} can be predicted`}>
      <ProgressLine
        label={check.phase === null ? 'Waiting for its turn' : PHASE_WORDS[check.phase]}
        value={at}
        max={SIGNAL_PHASES.length + 1}
        words={check.phase === null ? 'begins soon' : `part ${at} of ${SIGNAL_PHASES.length}`}
      />
      <p className="tl-muted">You can leave this page: the answer waits here, and in the list on the step Prepare.</p>
      <RightButton right={right} variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
        Stop it
      </RightButton>
      <ProblemNotice error={stop.error} />
    </Section>
  );
}

function Ended({ slug, check, right }: PartProps) {
  const queryClient = useQueryClient();
  const goOn = useGoOn();
  const again = useMutation({
    mutationFn: (knownLater: readonly string[]) =>
      signalsClient.startCheck({
        params: { slug },
        body: {
          datasetId: check.datasetId,
          version: check.version,
          choice: withoutColumns(check.choice, knownLater),
        },
      }),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: signalsKey(slug, 'list') });
      goOn(signalAddress(slug, { check: id }));
    },
  });
  const askAgain = (label: string, names: readonly string[] = []) => (
    <>
      <RightButton right={right} variant="default" loading={again.isPending} onClick={() => again.mutate(names)}>
        {label}
      </RightButton>
      <ProblemNotice error={again.error} />
    </>
  );
  const { result } = check;
  if (result !== null) return <CheckAnswer slug={slug} check={{ ...check, result }} askAgain={askAgain} />;
  const isStopped = check.state === 'cancelled';
  return (
    <Section title={`Whether ${check.target} can be predicted was not answered`}>
      <Notice
        tone={isStopped ? 'unknown' : 'broken'}
        title={isStopped ? 'The check was stopped.' : (check.failure ?? 'The check ended without an answer.')}
        action={askAgain('Ask again')}
      />
      <p>
        <AppLink to={signalAddress(slug, { ask: check.datasetId })}>
          Ask another question about {check.datasetName}
        </AppLink>
      </p>
    </Section>
  );
}
