import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  ConfirmButton,
  Disclosure,
  formatDay,
  formatMoment,
  LongTextField,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { TalkHere } from '../../conversation/ui/index.ts';
import {
  type BesideThing,
  initiativeKey,
  RightButton,
  type Rights,
  rightTo,
  type SeenThing,
} from '../../initiatives/ui/index.ts';
import type { TakenVerdictEntry } from '../outcomes.schema.ts';
import type { OutcomeReport } from '../report.schema.ts';
import { VERDICTS_HERE } from '../verdict-states.ts';
import { outcomesClient } from './outcome-queries.ts';
import { ReplayCheck } from './replay-check.tsx';
import { addresseesOf, isWaiting, STATE_WORDS } from './state-words.ts';
import { ValueSignOffs } from './value-sign-offs.tsx';

export interface VerdictsPanelProps {
  readonly slug: string;
  readonly report: OutcomeReport;
  readonly rights: Rights;
  /** Newest first. */
  readonly verdicts: readonly TakenVerdictEntry[];
  /** What a later room offers beside each verdict. */
  readonly besideVerdict: BesideThing | undefined;
  /** Opens the report of a verdict as it was taken. */
  readonly onOpen: (number: number) => void;
}

/** Taking the verdict, and those that were taken: by whom, confirmed by whom, and whether they still come out the same. */
export function VerdictsPanel({ slug, report, rights, verdicts, besideVerdict, onOpen }: VerdictsPanelProps) {
  const [taken, setTaken] = useState(0);
  return (
    <Section
      id={VERDICTS_HERE}
      title="Verdicts"
      lead="Taking the verdict fixes the answer for good and sends it back to those who must act on it."
    >
      {verdicts.length === 0 ? (
        <p className="tl-muted">No verdict has been taken yet.</p>
      ) : (
        <ol className="tl-verdicts">
          {verdicts.map((verdict) => (
            <VerdictEntry key={verdict.id} {...{ slug, rights, verdict, besideVerdict, onOpen }} />
          ))}
        </ol>
      )}
      <Disclosure key={taken} label="Take another verdict" isPrinted={false} canClose={verdicts.length > 0}>
        <TakeVerdict slug={slug} report={report} rights={rights} onTaken={() => setTaken(taken + 1)} />
      </Disclosure>
    </Section>
  );
}

interface TakeVerdictProps extends Pick<VerdictsPanelProps, 'slug' | 'report' | 'rights'> {
  readonly onTaken: () => void;
}

function TakeVerdict({ slug, report, rights, onTaken }: TakeVerdictProps) {
  const queryClient = useQueryClient();
  const [note, setNote] = useState('');
  const take = useMutation({
    mutationFn: () => outcomesClient.take({ params: { slug }, body: note.trim() === '' ? {} : { note: note.trim() } }),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: initiativeKey(slug) }),
        queryClient.invalidateQueries({ queryKey: ['portfolio'] }),
      ]);
      onTaken();
    },
  });
  const right = rightTo(rights, 'verdict.take');
  if (!right.allowed) {
    return (
      <RightButton right={right} variant="filled">
        Take the verdict
      </RightButton>
    );
  }
  return (
    <div className="tl-take">
      {report.look === 'monitoring' && (
        <p>
          <StateWord tone="look">It is early.</StateWord> The date agreed beforehand is{' '}
          <b>{formatDay(report.plan.readOutOn)}</b>. Until then a verdict can only be taken when it does harm, when the
          records are broken, when the plan cannot answer, or when the answer is settled already.
        </p>
      )}
      <LongTextField
        label="What should be kept with the verdict? (optional)"
        rows={1}
        autosize
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <ConfirmButton
        variant={report.look === 'monitoring' ? 'default' : 'filled'}
        color="indigo"
        question={consequenceOf(report)}
        confirmLabel="Take it"
        keepLabel="Not yet"
        onConfirm={async () => {
          await take.mutateAsync().catch(() => undefined);
        }}
      >
        Take the verdict
      </ConfirmButton>
      <ProblemNotice error={take.error} />
    </div>
  );
}

/** What taking the verdict now would do, as the question before it. */
function consequenceOf({ verdict, answer }: OutcomeReport): string {
  const state = `"${STATE_WORDS[verdict.state].words}"`;
  if (isWaiting(verdict.state) || verdict.roles.length === 0) {
    return `Fix the answer as it is now, ${state}? It cannot be taken back.`;
  }
  const names = addresseesOf(answer.ask).map(({ name }, index) => name ?? answer.ask.who[index] ?? '');
  return `Fix the answer as it is now, ${state}, and send it to ${names.join(', ')}? It cannot be taken back.`;
}

interface VerdictEntryProps extends Pick<VerdictsPanelProps, 'slug' | 'rights' | 'besideVerdict' | 'onOpen'> {
  readonly verdict: TakenVerdictEntry;
}

function VerdictEntry({ slug, rights, verdict, besideVerdict, onOpen }: VerdictEntryProps) {
  const { number, state, headline, takenAt, takenBy, note, look, iteration } = verdict;
  const { tone, words } = STATE_WORDS[state];
  return (
    <li>
      <div className="tl-verdict-head">
        <h3>Verdict {number}</h3>
        <TalkHere
          slug={slug}
          label={`Verdict ${number}: ${words}`}
          subject={{
            type: 'verdict',
            id: String(number),
            step: 'learn',
            path: `/i/${slug}/overview`,
            shown: headline,
          }}
        />
        <StateWord tone={tone}>{words}</StateWord>
        <span className="tl-muted tl-small">
          {takenBy}, {formatMoment(takenAt)}; iteration {iteration};{' '}
          {look === 'read-out' ? 'on the agreed date' : 'before the agreed date'}
        </span>
      </div>
      <p className="tl-prose">{headline}</p>
      {note !== null && <p className="tl-muted">{note}</p>}
      <ValueSignOffs slug={slug} verdict={verdict} right={rightTo(rights, 'verdict.sign-off')} />
      <div className="tl-row">
        <Button variant="default" onClick={() => onOpen(number)}>
          Read it as it was taken<span className="tl-hidden"> (verdict {number})</span>
        </Button>
        <ReplayCheck slug={slug} number={number} />
        {besideVerdict?.(seenVerdict(slug, verdict))}
      </div>
    </li>
  );
}

/** A verdict as a thing on which somebody can see that something is wrong: people see it at Learn. */
export function seenVerdict(slug: string, { number, state }: TakenVerdictEntry): SeenThing {
  const label = `Verdict ${number}: ${STATE_WORDS[state].words}`;
  return { slug, step: 'learn', object: { type: 'verdict', id: String(number), label } };
}
