import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice, SavedNote, UnsentWords, useLiveTopic } from '../../../web/data/index.ts';
import { ConfirmButton, formatMoment, Page, StateWord, TextField } from '../../../web/kit/index.ts';
import type { PlaybookContent } from '../playbook.ts';
import { HELD_WORK_NAME } from '../playbook-holds.ts';
import { isError, lintPlaybook } from '../playbook-lint.ts';
import { PlaybookFile } from './playbook-file.tsx';
import { PlaybookFindings } from './playbook-findings.tsx';
import {
  PLAYBOOKS_KEY,
  type PlaybookReading,
  playbookQuery,
  playbooksClient,
  playbooksQuery,
} from './playbook-queries.ts';
import { PlaybookRetirementPart } from './playbook-retirement.tsx';
import { PlaybookSteps, PlaybookWords } from './playbook-shape.tsx';
import { PlaybookStepPanel } from './playbook-step.tsx';
import { PlaybookTable } from './playbook-table.tsx';
import { PlaybookVersions } from './playbook-versions.tsx';
import { type PlaybookDraftDesk, usePlaybookDraft } from './use-playbook-draft.ts';
import { settled } from './use-table-change.ts';

const TRAIL = [{ label: 'Playbooks', to: '/playbooks' }] as const;

/** A playbook: read by everybody, drawn and published by those who may. */
export function PlaybookPage({ bookKey }: { readonly bookKey: string }) {
  useLiveTopic('playbooks', PLAYBOOKS_KEY);
  const book = useQuery(playbookQuery(bookKey));
  const all = useQuery(playbooksQuery);
  const [isDrawing, setDrawing] = useState(false);
  // Counted up to begin again with what the server has.
  const [beginnings, setBeginnings] = useState(0);
  const content = book.data?.draft?.content ?? book.data?.latest;
  if (!book.data || !content || !all.data) {
    return (
      <Page title={book.error ? 'This playbook could not be shown' : 'Playbook'} trail={TRAIL} width="narrow">
        {book.error ? (
          <ProblemNotice error={book.error} onRetry={() => void book.refetch()} />
        ) : (
          <p className="tl-muted">Reading the playbook</p>
        )}
      </Page>
    );
  }
  const { edit } = all.data;
  // Whoever draws goes on when somebody else publishes or discards the draft: what they have not sent yet would be gone.
  if (book.data.draft && !isDrawing) setDrawing(true);
  if (edit.allowed && (isDrawing || book.data.draft)) {
    return (
      <DrawnPlaybook
        key={beginnings}
        book={book.data}
        start={content}
        onBeginAgain={async () => {
          await book.refetch();
          setBeginnings(beginnings + 1);
        }}
        onDone={() => setDrawing(false)}
      />
    );
  }
  return (
    <ReadPlaybook
      book={book.data}
      content={book.data.latest ?? content}
      rule={edit.allowed ? undefined : edit.rule}
      onDraw={() => setDrawing(true)}
    />
  );
}

interface ReadPlaybookProps {
  readonly book: PlaybookReading;
  readonly content: PlaybookContent;
  /** Why the reader may not draw. */
  readonly rule: string | undefined;
  readonly onDraw: () => void;
}

function ReadPlaybook({ book, content, rule, onDraw }: ReadPlaybookProps) {
  const [chosen, setChosen] = useState(content.steps[0]?.step ?? '');
  const step = content.steps.find((entry) => entry.step === chosen) ?? content.steps[0];
  return (
    <Page
      title={content.name}
      documentTitle={`${content.name}, playbook`}
      trail={TRAIL}
      lead={content.purpose}
      actions={rule === undefined ? <Button onClick={onDraw}>Change it</Button> : undefined}
    >
      {book.retirement && <PlaybookRetirementPart book={book} mayEdit={rule === undefined} />}
      {content.holds.length > 0 && (
        <p className="tl-muted">
          {heldInWords(content)} wait until the expert and the data scientist have signed the framing.
        </p>
      )}
      {rule !== undefined && <p className="tl-muted tl-small">{rule}</p>}
      <PlaybookTable content={content} findings={[]} chosen={chosen} onChoose={setChosen} />
      {step && <PlaybookStepPanel content={content} step={step} />}
      <PlaybookVersions book={book} />
      <PlaybookFile fileKey={book.key} content={content} />
      {!book.retirement && <PlaybookRetirementPart book={book} mayEdit={rule === undefined} />}
    </Page>
  );
}

/** "Data and experiments": what the playbook holds back. */
function heldInWords({ holds }: PlaybookContent): string {
  const [first, ...others] = holds.map((work) => HELD_WORK_NAME[work]);
  return [first, ...others.map((word) => word.toLowerCase())].join(' and ');
}

interface DrawnPlaybookProps {
  readonly book: PlaybookReading;
  readonly start: PlaybookContent;
  readonly onBeginAgain: () => Promise<void>;
  readonly onDone: () => void;
}

function DrawnPlaybook({ book, start, onBeginAgain, onDone }: DrawnPlaybookProps) {
  const desk = usePlaybookDraft(book, start);
  const { content, change } = desk;
  const [chosen, setChosen] = useState(content.steps[0]?.step ?? '');
  const findings = lintPlaybook(content);
  const step = content.steps.find((entry) => entry.step === chosen) ?? content.steps[0];
  return (
    <Page
      title={content.name || 'A playbook without a name'}
      documentTitle={`${content.name}, playbook`}
      trail={TRAIL}
      lead="You are drawing a draft: it binds nobody until it is published."
    >
      <DraftBar
        book={book}
        desk={desk}
        canPublish={!findings.some(isError)}
        onBeginAgain={onBeginAgain}
        onDone={onDone}
      />
      <PlaybookTable
        content={content}
        findings={findings}
        chosen={step?.step ?? ''}
        onChoose={setChosen}
        onChange={change}
      />
      <p className="tl-muted tl-small">
        Press a cell to go through does it, signs, is asked, is told and no seat. On the keyboard: the arrow keys move,
        Space changes, and D, S, A and T choose; Delete takes the seat away.
      </p>
      <div className="tl-columns">
        {step && <PlaybookStepPanel key={step.step} content={content} step={step} onChange={change} />}
        <div className="tl-stack">
          <PlaybookFindings findings={findings} onChoose={setChosen} />
          <PlaybookSteps content={content} onChange={change} onChoose={setChosen} />
          <PlaybookWords content={content} onChange={change} />
        </div>
      </div>
      <PlaybookVersions book={book} />
      <PlaybookFile fileKey={book.key} content={content} />
    </Page>
  );
}

interface DraftBarProps extends Pick<DrawnPlaybookProps, 'book' | 'onBeginAgain' | 'onDone'> {
  readonly desk: PlaybookDraftDesk;
  readonly canPublish: boolean;
}

/** Whether the draft is saved, the way back, and the way to publish it. */
function DraftBar({ book, desk, canPublish, onBeginAgain, onDone }: DraftBarProps) {
  const queryClient = useQueryClient();
  const [note, setNote] = useState('');
  const readAgain = async () => {
    await queryClient.invalidateQueries({ queryKey: PLAYBOOKS_KEY });
    onDone();
  };
  const publish = useMutation({
    mutationFn: async () =>
      playbooksClient.publish({
        params: { key: book.key },
        body: { revision: await desk.settle(), changeNote: note },
      }),
    onSuccess: readAgain,
  });
  const discard = useMutation({
    mutationFn: () => playbooksClient.discardDraft({ params: { key: book.key } }),
    onSuccess: async () => {
      await onBeginAgain();
      await readAgain();
    },
  });
  const isSettled = desk.saveState === 'idle' || desk.saveState === 'saved';
  const reason = publishReason(desk.hasDraft, canPublish, note);
  return (
    <div className="tl-playbook-bar tl-stack">
      <form
        className="tl-row tl-playbook-publish"
        onSubmit={(event) => {
          event.preventDefault();
          publish.mutate();
        }}
      >
        <Button variant="default" disabled={!desk.canUndo} onClick={desk.undo}>
          Undo
        </Button>
        {desk.hasDraft && book.latest && (
          <ConfirmButton
            question="Discard the draft? What is published stays."
            confirmLabel="Discard it"
            onConfirm={() => settled(discard.mutateAsync())}
          >
            Discard the draft
          </ConfirmButton>
        )}
        {!desk.hasDraft && (
          <Button variant="default" onClick={onDone}>
            Stop drawing
          </Button>
        )}
        <span className="tl-playbook-note">
          <TextField
            label="What changes, for the people who work by it"
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </span>
        <Button
          type="submit"
          disabled={reason !== undefined || !isSettled}
          loading={publish.isPending}
          {...(reason === undefined ? {} : { 'aria-describedby': 'publish-reason' })}
        >
          Publish version {(book.versions[0]?.version ?? 0) + 1}
        </Button>
      </form>
      <div className="tl-row">
        <SavedNote state={desk.saveState} onRetry={desk.saveNow} />
        {book.draft && desk.saveState === 'idle' && (
          <StateWord tone="unknown">
            Draft by {book.draft.updatedByName}, {formatMoment(book.draft.updatedAt)}
          </StateWord>
        )}
        {reason !== undefined && (
          <span id="publish-reason" className="tl-muted tl-small">
            {reason}
          </span>
        )}
      </div>
      {desk.saveState === 'waiting' && <UnsentWords />}
      <ProblemNotice error={publish.error ?? discard.error} />
      {desk.error !== undefined && (
        <>
          <ProblemNotice error={desk.error} />
          <div>
            <Button variant="default" onClick={() => void onBeginAgain()}>
              Load the newest draft
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

function publishReason(hasDraft: boolean, canPublish: boolean, note: string): string | undefined {
  if (!hasDraft) return 'Change something; then it can be published.';
  if (!canPublish) return 'Mend what is marked as an error first.';
  return note.trim().length < 5 ? 'Say in a few words what changes; then it can be published.' : undefined;
}
