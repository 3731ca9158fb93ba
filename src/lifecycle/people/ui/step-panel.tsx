import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { Disclosure, formatDay, Section, StateWord, TextField } from '../../../web/kit/index.ts';
import type { LineStep } from '../../initiatives/index.ts';
import { initiativeQuery, RightButton, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { ROLE_NAME, type Role } from '../roles.ts';
import { APPROVED_HERE, CLOSED_HERE, SAID_HERE, SEATED_HERE } from '../step-places.ts';
import { sessionQuery } from './account-queries.ts';
import { LeftWords } from './left-words.tsx';
import { peopleClient, type TableStep, tableQuery } from './people-queries.ts';
import { StepSeats } from './step-seats.tsx';
import { useKeptText } from './use-kept-text.ts';
import { useTableChange } from './use-table-change.ts';
import './step-panel.css';

export interface StepPanelProps {
  readonly slug: string;
  readonly step: string;
  /** What is said at a step; the room of conversations draws it. */
  readonly talk: (at: LineStep) => ReactNode;
}

/** A step: its question, its seats, what keeps it from closing, what was said, and the way to close or open it again. */
export function StepPanel({ slug, step, talk }: StepPanelProps) {
  const line = useQuery(initiativeQuery(slug));
  const table = useQuery(tableQuery(slug));
  const entry = table.data?.steps.find((candidate) => candidate.step === step);
  const state = line.data?.steps.find((candidate) => candidate.step === step);
  const current = line.data?.steps.find((candidate) => candidate.state === 'now')?.name;
  if (!entry || !line.data) return <ProblemNotice error={table.error} onRetry={() => void table.refetch()} />;
  const { rights } = line.data;
  const isDone = entry.state === 'done';
  return (
    <Section
      look="boxed"
      title={entry.question === '' ? entry.name : `${entry.name}: ${entry.question}`}
      aside={<StepStateWord state={entry.state} closedAt={state?.closedAt ?? null} />}
    >
      <div className="tl-columns">
        <Section {...placeOf(entry, SEATED_HERE)} level={3} title="Who is at the table">
          <StepSeats slug={slug} stepName={entry.name} seats={entry.seats} rights={rights} />
        </Section>
        <div className="tl-stack">
          {!isDone && <Gaps gaps={entry.gaps.map((gap) => gap.sentence)} />}
          {entry.approvals.length > 0 && <StepApprovals slug={slug} entry={entry} />}
          <div {...placeOf(entry, SAID_HERE)}>{talk(entry)}</div>
          <LeftAtStep slug={slug} entry={entry} />
          {isDone ? (
            <ReopenStep key={step} slug={slug} entry={entry} rights={rights} />
          ) : (
            <CloseStep
              key={step}
              slug={slug}
              entry={entry}
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

/** The id of a part of the panel, which only the step under way has. */
function placeOf({ state }: TableStep, id: string): { readonly id?: string } {
  return state === 'now' ? { id } : {};
}

function StepStateWord({ state, closedAt }: { readonly state: TableStep['state']; readonly closedAt: string | null }) {
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

/** Who has to approve the step before it closes, and the button of whoever may. */
function StepApprovals({ slug, entry }: { readonly slug: string; readonly entry: TableStep }) {
  const { data: me } = useQuery(sessionQuery);
  const isOwn = (role: Role) =>
    entry.seats.some((seat) => seat.role === role && seat.sitters.some(({ accountId }) => accountId === me?.accountId));
  return (
    <Section {...placeOf(entry, APPROVED_HERE)} level={3} title="Who has to approve">
      <ul className="tl-approvals">
        {entry.approvals.map(({ role, by, at }) => (
          <li key={role}>
            <span>{ROLE_NAME[role]}</span>
            {by === null || at === null ? (
              <StateWord tone="look">not yet</StateWord>
            ) : (
              <StateWord tone="reached">
                approved by {by} on {formatDay(at)}
              </StateWord>
            )}
            {by === null && entry.state !== 'done' && isOwn(role) && (
              <ApproveStep slug={slug} entry={entry} role={role} />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ApproveStep({ slug, entry, role }: { readonly slug: string; readonly entry: TableStep; readonly role: Role }) {
  const approve = useTableChange(slug, () =>
    peopleClient.approveStep({ params: { slug, step: entry.step }, body: { role } }),
  );
  return (
    <>
      <Button variant="default" loading={approve.isPending} onClick={() => approve.mutate(undefined)}>
        Approve {entry.name}
        <span className="tl-hidden"> as {ROLE_NAME[role]}</span>
      </Button>
      <ProblemNotice error={approve.error} />
    </>
  );
}

/** Under which keys this window keeps what somebody writes to close a step, or to open it again. */
function keysOf(slug: string, step: string): { readonly note: string; readonly reason: string } {
  return { note: `${slug} close ${step}`, reason: `${slug} reopen ${step}` };
}

/** What the reader was writing when somebody else closed the step or opened it again. */
function LeftAtStep({ slug, entry: { step, name, state } }: Pick<StepActionProps, 'slug' | 'entry'>) {
  const { note, reason } = keysOf(slug, step);
  const isDone = state === 'done';
  return (
    <LeftWords
      happened={`Somebody else ${isDone ? 'closed' : 'opened'} ${name}${isDone ? '' : ' again'} while you were writing.`}
      advice="Copy them and say them here, where everybody at the table reads them."
      fields={[
        isDone
          ? { keep: note, label: 'What the next step should know' }
          : { keep: reason, label: 'Why it has to be opened again' },
      ]}
    />
  );
}

interface StepActionProps {
  readonly slug: string;
  readonly entry: TableStep;
  readonly rights: Rights;
}

interface CloseStepProps extends StepActionProps {
  readonly hasGaps: boolean;
  /** The step under way, when this one still lies ahead. */
  readonly earlier: string | undefined;
}

function CloseStep({ slug, entry, rights, hasGaps, earlier }: CloseStepProps) {
  const { step, name } = entry;
  const [note, setNote, forget] = useKeptText(keysOf(slug, step).note);
  const close = useTableChange(slug, async () => {
    await peopleClient.closeStep({ params: { slug, step }, body: note.trim() === '' ? {} : { note } });
    forget(note);
  });
  const reason =
    earlier !== undefined ? `${earlier} comes first.` : hasGaps ? 'What is missing stands above.' : undefined;
  return (
    <Section {...placeOf(entry, CLOSED_HERE)} level={3} title="Close this step">
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
        Close {name}
      </RightButton>
    </Section>
  );
}

function ReopenStep({ slug, entry: { step, name }, rights }: StepActionProps) {
  const [reason, setReason, forget] = useKeptText(keysOf(slug, step).reason);
  const reopen = useTableChange(slug, async () => {
    await peopleClient.reopenStep({ params: { slug, step }, body: { reason } });
    forget(reason);
  });
  return (
    <Disclosure label={`Open ${name} again`} isPrinted={false}>
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
