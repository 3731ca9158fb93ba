import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { humanMessage } from '../../../platform/contract/index.ts';
import { ProblemNotice } from '../../../web/data/index.ts';
import { Section } from '../../../web/kit/index.ts';
import { candidateContentSchema } from '../candidate.ts';
import { type Draft, partAt, withPart } from '../draft-path.ts';
import { CandidateFields } from './candidate-fields.tsx';
import { afterChange, candidatesClient, type OfferedNote, type ShownCandidate } from './candidate-queries.ts';
import { type DraftForm, DraftProvider } from './draft-context.tsx';

export interface CandidateFormProps {
  readonly slug: string;
  readonly me: { readonly name: string };
  /** The task that is changed; a new one without it. */
  readonly candidate?: ShownCandidate;
  /** The note of the board from which a new one is made. */
  readonly note?: OfferedNote;
  /** Called with the task that was stored, or with nothing when it was left. */
  readonly onDone: (id?: string) => void;
}

/** Everything that a possible task says; only what people call it has to be there. */
export function CandidateForm({ slug, me, candidate, note, onDone }: CandidateFormProps) {
  // Whoever opened the form is told when somebody else changes the task meanwhile, so what they began with stays.
  const [begun] = useState(candidate);
  const [content, setContent] = useState<Draft>(() => begun?.content ?? startOf(note));
  const [isTried, setTried] = useState(false);
  const queryClient = useQueryClient();
  const written = withJudge(content, me.name);
  const parsed = candidateContentSchema.safeParse(written, { error: humanMessage });
  const save = useMutation({
    mutationFn: (body: NonNullable<typeof parsed.data>) =>
      begun
        ? candidatesClient.change({
            params: { slug, candidateId: begun.id },
            body: { content: body, revision: begun.revision },
          })
        : candidatesClient.add({ params: { slug }, body: { content: body, ...(note ? { noteId: note.id } : {}) } }),
    onSuccess: async ({ id }) => {
      await afterChange(queryClient, slug)();
      onDone(id);
    },
  });
  const form: DraftForm = {
    scope: 'candidate',
    value: (path) => partAt(content, ownPath(path)),
    edit: (path, value) => setContent((before) => withPart(before, ownPath(path), value)),
    leave: () => {},
    problem: (path) =>
      isTried ? parsed.error?.issues.find((issue) => issue.path.join('.') === ownPath(path))?.message : undefined,
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (parsed.data) save.mutate(parsed.data);
  };
  return (
    <Section
      title={begun ? `Change “${begun.content.title}”` : note ? 'A task from a note' : 'A possible task'}
      level={3}
      look="boxed"
    >
      <form className="tl-stack" onSubmit={send} noValidate>
        {note && (
          <figure className="tl-framing-quote">
            <figcaption className="tl-muted tl-small">The note, by {note.authorName}</figcaption>
            <blockquote className="tl-prose">{note.text}</blockquote>
          </figure>
        )}
        <DraftProvider form={form}>
          <CandidateFields />
        </DraftProvider>
        {isTried && parsed.error && (
          <p className="tl-small tl-framing-refusal">Something is not filled in yet; it is said at its field.</p>
        )}
        <ProblemNotice error={save.error} />
        <div className="tl-row">
          <Button type="submit" loading={save.isPending}>
            {begun ? 'Save the change' : 'Add it to the comparison'}
          </Button>
          <Button variant="default" disabled={save.isPending} onClick={() => onDone()}>
            Not now
          </Button>
        </div>
      </form>
    </Section>
  );
}

/** The fields of money look for the framing's currency; a task has its own. */
function ownPath(path: string): string {
  return path === 'successCriterion.currency' ? 'currency' : path;
}

/** A note's words are the beginning of the task's name. */
function startOf(note: OfferedNote | undefined): Draft {
  const [firstLine = ''] = (note?.text ?? '').trim().split('\n');
  return firstLine === '' ? {} : { title: firstLine.slice(0, 120) };
}

/** What somebody estimates is their own estimate unless they say otherwise; parts without any words are left out. */
function withJudge(content: Draft, name: string): Draft {
  const value = partAt(content, 'value');
  const low = partAt(value, 'lowCents') ?? partAt(value, 'highCents');
  const high = partAt(value, 'highCents') ?? partAt(value, 'lowCents');
  const stated =
    low === undefined
      ? undefined
      : { lowCents: low, highCents: high, estimatedBy: partAt(value, 'estimatedBy') ?? name };
  return ['feasibility', 'risk', 'predictionTask.entity'].reduce(
    (draft, path) => (isBare(partAt(draft, path)) ? withPart(draft, path, undefined) : draft),
    withPart(content, 'value', stated),
  );
}

function isBare(part: unknown): boolean {
  return typeof part === 'object' && part !== null && Object.values(part).every((value) => value === undefined);
}
