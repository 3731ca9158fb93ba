import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ProblemNotice, problemOf } from '../../../web/data/index.ts';
import { Notice, RadioField, Section } from '../../../web/kit/index.ts';
import { successCriterionSchema } from '../../framing/index.ts';
import { initiativeKey, type Right, RightButton } from '../../initiatives/ui/index.ts';
import type { GuessedMapping, ImportMapping } from '../import-mapping.ts';
import { type BroughtFile, fileKey, importsClient, type Preview, phasesQuery } from './client.ts';
import { keepMapping, readRecordsAs, readRowsAs } from './kept-mappings.ts';
import { isAbout, type Remark } from './mapping-part.tsx';
import { NarrowForm } from './narrow-form.tsx';
import { PreviewRows } from './preview-rows.tsx';
import { WideForm } from './wide-form.tsx';

/** Letters of the file's digest that tell units named by their line from those of other files. */
const PREFIX_LETTERS = 8;
/** The currency of amounts while no framing says one. */
const DEFAULT_CURRENCY = successCriterionSchema.shape.currency.parse(undefined);
/** The parts of the form at which a remark can stand. */
const FORM_PATHS = [
  'arm',
  'propensity',
  'assignedAt',
  'unit',
  'stratum',
  'cluster',
  'prediction',
  'reached',
  'action',
  'outcomes',
  'complete',
  'source',
  'corrects',
  'fields',
  'kind',
];

export interface MappingFormProps {
  readonly slug: string;
  readonly file: BroughtFile;
  readonly right: Right;
  /** The check of the whole file was asked for. */
  readonly onCheck: () => void;
}

/** The step in which somebody says what the columns of a file are, and sees what would be stored. */
export function MappingForm({ slug, file, right, onCheck }: MappingFormProps) {
  const phases = useQuery(phasesQuery(slug));
  const queryClient = useQueryClient();
  const [kept, setKept] = useState(() => keepMapping(file.mapping ?? file.guess));
  const { draft } = kept;
  const setDraft = (next: GuessedMapping) => setKept((before) => ({ ...before, draft: next }));
  const [shown, setShown] = useState<{ readonly draft: GuessedMapping; readonly preview: Preview }>();
  const previewHead = useRef<HTMLDivElement>(null);
  const phase = phases.data?.find(({ closedAt }) => closedAt === null);
  const criterion = phase?.content.successCriterion;
  const context = {
    metrics: criterion ? [criterion.metric, ...criterion.guardrails.map(({ metric }) => metric)] : [],
    action: phase?.content.decisionPolicy.action ?? 'action',
    currency: criterion?.currency ?? DEFAULT_CURRENCY,
    hasPhase: phase !== undefined,
    linePrefix: `file-${file.sha256.slice(0, PREFIX_LETTERS)}-`,
  };
  const map = useMutation({
    mutationFn: (mapping: ImportMapping) => importsClient.map({ params: { slug, id: file.id }, body: mapping }),
    onSuccess: (preview) => {
      queryClient.setQueryData(fileKey(slug, file.id), preview.import);
      void queryClient.invalidateQueries({ queryKey: initiativeKey(slug, 'imports') });
      setShown({ draft, preview });
    },
  });
  const check = useMutation({
    mutationFn: () => importsClient.check({ params: { slug, id: file.id } }),
    onSuccess: (checking) => {
      queryClient.setQueryData(fileKey(slug, file.id), checking);
      onCheck();
    },
  });
  useEffect(() => {
    if (shown) previewHead.current?.focus();
  }, [shown]);
  const mapping = wholeMapping(draft);
  const remarks = remarksOn(file, draft, map.error);
  const isStale = shown !== undefined && shown.draft !== draft;
  return (
    <div className="tl-stack">
      {file.problems.map((problem) => (
        <Notice key={problem} tone="look" title={problem} />
      ))}
      {!phase && phases.isSuccess && (
        <Notice tone="look" title="The framing is not signed yet, so nobody can be put into groups.">
          <p>Predictions, actions and outcomes can come before; groups only after success was defined.</p>
        </Notice>
      )}
      <ShapeField
        shape={draft.shape}
        onChange={(shape) => setKept(readRowsAs(kept, shape, { guess: file.guess, linePrefix: context.linePrefix }))}
      />
      {draft.shape === 'wide' ? (
        <WideForm columns={file.columns} draft={draft} context={context} remarks={remarks} onChange={setDraft} />
      ) : (
        <NarrowForm
          columns={file.columns}
          draft={draft}
          remarks={remarks}
          onChange={setDraft}
          onKind={(kind) => setKept(readRecordsAs(kept, kind))}
        />
      )}
      <MappingRefusal error={map.error} />
      <div className="tl-row">
        <RightButton
          right={right}
          isOff={mapping === undefined}
          offReason="Say first from which day it counts."
          variant={shown && !isStale ? 'default' : 'filled'}
          loading={map.isPending}
          onClick={() => mapping && map.mutate(mapping)}
        >
          Show how it would be stored
        </RightButton>
      </div>
      {shown && !isStale && (
        <div ref={previewHead} tabIndex={-1} className="tl-ledger-focus">
          <Section title="As it would be stored" lead="The first rows of the file. Nothing is stored yet.">
            <PreviewRows preview={shown.preview} />
            <ProblemNotice error={check.error} />
            <div className="tl-row">
              <Button loading={check.isPending} onClick={() => check.mutate()}>
                Check the whole file
              </Button>
              <span className="tl-muted">Reads every row and stores nothing.</span>
            </div>
          </Section>
        </div>
      )}
    </div>
  );
}

interface ShapeFieldProps {
  readonly shape: GuessedMapping['shape'];
  readonly onChange: (shape: GuessedMapping['shape']) => void;
}

/** Whether a row is a unit with all that happened to it, or one thing that happened. */
function ShapeField({ shape, onChange }: ShapeFieldProps) {
  return (
    <RadioField
      label="What one row of the file is"
      value={shape}
      onChange={(value) => onChange(value === 'wide' ? 'wide' : 'narrow')}
      options={[
        {
          value: 'wide',
          label: 'One customer, machine or order',
          help: 'With its group and what became of it side by side.',
        },
        { value: 'narrow', label: 'One thing that happened', help: 'The same customer may come on many rows.' },
      ]}
    />
  );
}

/** What the server refused, unless it stands at its part of the form already. */
function MappingRefusal({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null;
  const { code, fields } = problemOf(error);
  if (code !== 'IMPORT_MAPPING_INVALID') return <ProblemNotice error={error} />;
  const elsewhere = fields.filter(({ path }) => !isAbout(path, FORM_PATHS));
  return (
    <Notice tone="broken" isUrgent title="Something has to be corrected first.">
      {elsewhere.length === 0 ? <p>It is said above, where it belongs.</p> : null}
      {elsewhere.map(({ path, message }) => (
        <p key={path}>{message}</p>
      ))}
    </Notice>
  );
}

/** What the file does not say, as long as nobody has answered it, and what the server refused. */
function remarksOn(file: BroughtFile, draft: GuessedMapping, error: unknown): readonly Remark[] {
  const refused = problemOf(error);
  const corrections =
    refused.code === 'IMPORT_MAPPING_INVALID'
      ? refused.fields.map(({ path, message }): Remark => ({ path, sentence: message, tone: 'broken' }))
      : [];
  if (file.mapping !== null) return corrections;
  const open = file.questions.filter(({ path }) => isStillGuessed(path, file.guess, draft));
  return [...corrections, ...open.map(({ path, sentence }): Remark => ({ path, sentence, tone: 'look' }))];
}

/** A question is answered once its part of the mapping was changed. */
function isStillGuessed(path: string, guess: GuessedMapping, draft: GuessedMapping): boolean {
  const [part = ''] = path.split(/[.[]/);
  return JSON.stringify(Reflect.get(guess, part)) === JSON.stringify(Reflect.get(draft, part));
}

/** The mapping when it can be sent: what the file cannot say has been said. */
function wholeMapping(draft: GuessedMapping): ImportMapping | undefined {
  if (draft.shape === 'narrow') return draft;
  const { assignedAt, ...rest } = draft;
  return assignedAt === null ? undefined : { ...rest, assignedAt };
}
