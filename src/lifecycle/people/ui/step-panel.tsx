import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { Disclosure, formatDay, Section, StateWord, TextField } from '../../../web/kit/index.ts';
import { initiativeQuery, RightButton, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { STEP_NAME, STEP_QUESTION, type Step } from '../../line-order.ts';
import { peopleClient, tableQuery } from './people-queries.ts';
import { StepSeats } from './step-seats.tsx';
import { useTableChange } from './use-table-change.ts';

export interface StepPanelProps {
  readonly slug: string;
  readonly step: Step;
  /** What is said at the step; the room of conversations draws it. */
  readonly talk: ReactNode;
}

/** A step: its question, its seats, what keeps it from closing, what was said, and the way to close or open it again. */
export function StepPanel({ slug, step, talk }: StepPanelProps) {
  const line = useQuery(initiativeQuery(slug));
  const table = useQuery(tableQuery(slug));
  const entry = table.data?.steps.find((candidate) => candidate.step === step);
  const state = line.data?.steps.find((candidate) => candidate.step === step);
  const current = line.data?.steps.find((candidate) => candidate.state === 'now')?.step;
  if (!entry || !line.data) return <ProblemNotice error={table.error} onRetry={() => void table.refetch()} />;
  const { rights } = line.data;
  const isDone = entry.state === 'done';
  return (
    <Section
      look="boxed"
      title={`${STEP_NAME[step]}: ${STEP_QUESTION[step]}`}
      aside={<StepStateWord state={entry.state} closedAt={state?.closedAt ?? null} />}
    >
      <div className="tl-columns">
        <Section level={3} title="Who is at the table">
          <StepSeats slug={slug} step={step} seats={entry.seats} rights={rights} />
        </Section>
        <div className="tl-stack">
          {!isDone && <Gaps gaps={entry.gaps.map((gap) => gap.sentence)} />}
          {talk}
          {isDone ? (
            <ReopenStep slug={slug} step={step} rights={rights} />
          ) : (
            <CloseStep
              slug={slug}
              step={step}
              rights={rights}
              hasGaps={entry.gaps.length > 0}
              earlier={entry.state === 'ahead' ? current : undefined}
            />
          )}
        </div>
      </div>
    </Section>
  );
}

function StepStateWord({
  state,
  closedAt,
}: {
  readonly state: 'done' | 'now' | 'ahead';
  readonly closedAt: string | null;
}) {
  if (state === 'done') return <StateWord tone="reached">Closed{closedAt && ` on ${formatDay(closedAt)}`}</StateWord>;
  return state === 'now' ? <StateWord tone="accent">Under way</StateWord> : <StateWord tone="unknown">Ahead</StateWord>;
}

function Gaps({ gaps }: { readonly gaps: readonly string[] }) {
  return (
    <Section level={3} title="What keeps it from closing">
      {gaps.length === 0 ? (
        <StateWord tone="reached">Nothing: everybody needed was heard.</StateWord>
      ) : (
        <ul className="tl-gaps">
          {gaps.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}

interface StepActionProps {
  readonly slug: string;
  readonly step: Step;
  readonly rights: Rights;
}

interface CloseStepProps extends StepActionProps {
  readonly hasGaps: boolean;
  /** The step under way, when this one still lies ahead. */
  readonly earlier: Step | undefined;
}

function CloseStep({ slug, step, rights, hasGaps, earlier }: CloseStepProps) {
  const [note, setNote] = useState('');
  const close = useTableChange(slug, () =>
    peopleClient.closeStep({ params: { slug, step }, body: note.trim() === '' ? {} : { note } }),
  );
  const reason =
    earlier !== undefined
      ? `${STEP_NAME[earlier]} comes first.`
      : hasGaps
        ? 'What is missing stands above.'
        : undefined;
  return (
    <Section level={3} title="Close this step">
      {reason === undefined && (
        <TextField
          label="Anything that the next step should know"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      )}
      <ProblemNotice error={close.error} />
      <RightButton
        right={rightTo(rights, 'step.close')}
        isOff={reason !== undefined}
        {...(reason === undefined ? {} : { offReason: reason })}
        loading={close.isPending}
        onClick={() => close.mutate(undefined)}
      >
        Close {STEP_NAME[step]}
      </RightButton>
    </Section>
  );
}

function ReopenStep({ slug, step, rights }: StepActionProps) {
  const [reason, setReason] = useState('');
  const reopen = useTableChange(slug, () => peopleClient.reopenStep({ params: { slug, step }, body: { reason } }));
  return (
    <Disclosure label={`Open ${STEP_NAME[step]} again`} isPrinted={false}>
      <div className="tl-stack">
        <TextField
          label="Why it has to be opened again"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ProblemNotice error={reopen.error} />
        <RightButton
          right={rightTo(rights, 'step.close')}
          variant="default"
          isOff={reason.trim().length < 5}
          offReason="Write a reason of at least 5 characters; it stays in the log."
          loading={reopen.isPending}
          onClick={() => reopen.mutate(undefined)}
        >
          Open it again
        </RightButton>
      </div>
    </Disclosure>
  );
}
