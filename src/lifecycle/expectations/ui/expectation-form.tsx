import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, formatCount, TextField } from '../../../web/kit/index.ts';
import { initiativeKey, RightButton, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { claimProblem, type ExpectationContent } from '../expectation.ts';
import { expectationSentence } from '../expectation-words.ts';
import { todayWords } from '../judgement-words.ts';
import { ClaimFields, KindField } from './claim-fields.tsx';
import { contentOf, type Draft, draftOf, EMPTY_DRAFT } from './draft.ts';
import {
  type ExpectationEntry,
  expectationsClient,
  type OfferedTable,
  PAUSE_MS,
  previewQuery,
} from './expectation-queries.ts';
import './expectations.css';

export interface ExpectationFormProps {
  readonly slug: string;
  readonly rights: Rights;
  /** At least one. */
  readonly tables: readonly OfferedTable[];
  /** What is changed; a new one is written where absent. */
  readonly changed?: ExpectationEntry;
  readonly onDone?: () => void;
}

/** An expectation as a sentence with slots, and below it what the data themselves say today. */
export function ExpectationForm({ slug, rights, tables, changed, onDone }: ExpectationFormProps) {
  const queryClient = useQueryClient();
  // Whoever opened the form is told when somebody else changes it meanwhile, so what they began with stays.
  const [begun] = useState(changed);
  const [draft, setDraft] = useState<Draft>(() => (begun ? draftOf(begun.content) : beginWith(tables)));
  const [reason, setReason] = useState('');
  const offered = tables.find(({ table }) => table.datasetId === draft.datasetId);
  const content = contentOf(draft);
  const save = useMutation({
    mutationFn: (written: ExpectationContent) => {
      const body = { content: written, reason: reason.trim() || null };
      return begun
        ? expectationsClient.change({ params: { slug, id: begun.id }, body: { ...body, read: begun.version } })
        : expectationsClient.write({ params: { slug }, body });
    },
    onSuccess: async () => {
      if (!begun) setDraft({ ...EMPTY_DRAFT, ...pick(draft) });
      onDone?.();
      await queryClient.invalidateQueries({ queryKey: initiativeKey(slug) });
    },
  });
  if (!offered) return null;
  const set = (change: Partial<Draft>): void => setDraft({ ...draft, ...change });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (content !== null) save.mutate(content);
  };
  const { columns } = offered.table;
  const usable = columns.filter(({ name, kind }) => name !== draft.target && kind !== 'time' && kind !== 'id');
  return (
    <form onSubmit={send} className="tl-expectation-form">
      <AboutFields tables={tables} draft={draft} set={set} />
      <KindField value={draft.kind} onChange={(kind) => set({ kind })} />
      {draft.target !== '' && <ClaimFields draft={draft} set={set} columns={usable} />}
      <Preview slug={slug} content={content} />
      {begun && (
        <TextField
          label="Why it changes"
          help="Optional; it stands in the story of this expectation."
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <div className="tl-row">
        <RightButton
          right={rightTo(rights, 'expectation.write')}
          type="submit"
          loading={save.isPending}
          isOff={content === null}
          offReason="Fill in every slot of the sentence first."
        >
          {begun ? 'Save as a new version' : 'Expect this of every model'}
        </RightButton>
      </div>
      <ProblemNotice error={save.error} />
    </form>
  );
}

/** What the next sentence is most likely about as well. */
function pick({ datasetId, target, outcome }: Draft): Pick<Draft, 'datasetId' | 'target' | 'outcome'> {
  return { datasetId, target, outcome };
}

function beginWith([first]: readonly OfferedTable[]): Draft {
  if (!first) return EMPTY_DRAFT;
  const { datasetId, target } = first.table;
  return { ...EMPTY_DRAFT, datasetId, target: target ?? '', outcome: outcomesOf(first, target ?? '')[0] ?? null };
}

const YES = new Set(['yes', 'y', 'true', '1', 'ja', 'oui', 'si', 'sí', 'sim']);

/** The words that can be foreseen, the one that reads as yes first, else the rarer one; none where an amount is. */
function outcomesOf({ table }: OfferedTable, target: string): readonly string[] {
  const column = table.columns.find(({ name }) => name === target);
  if (column?.kind === 'yes-no') return ['yes', 'no'];
  // Words stand by how frequent they are.
  const words = column?.kind === 'text' ? [...column.values].reverse() : column?.distinct === 2 ? ['1', '0'] : [];
  return words.sort((one, other) => Number(YES.has(other.toLowerCase())) - Number(YES.has(one.toLowerCase())));
}

interface AboutFieldsProps {
  readonly tables: readonly OfferedTable[];
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
}

function AboutFields({ tables, draft, set }: AboutFieldsProps) {
  const offered = tables.find(({ table }) => table.datasetId === draft.datasetId);
  if (!offered) return null;
  const targets = offered.table.columns.filter(({ kind }) => kind !== 'time' && kind !== 'id');
  const outcomes = outcomesOf(offered, draft.target);
  return (
    <div className="tl-expectation-slots">
      {tables.length > 1 && (
        <ChoiceField
          label="About the data in"
          value={draft.datasetId}
          onChange={(event) => {
            const next = tables.find(({ table }) => table.datasetId === event.currentTarget.value);
            if (next) set(beginWith([next]));
          }}
          data={tables.map(({ table: { datasetId, name, version, rows } }) => ({
            value: datasetId,
            label: `${name}, version ${version} (${formatCount(rows)} rows)`,
          }))}
        />
      )}
      <ChoiceField
        label="What is foreseen"
        value={draft.target}
        onChange={(event) => {
          const target = event.currentTarget.value;
          set({ target, outcome: outcomesOf(offered, target)[0] ?? null, segment: [], against: null, column: '' });
        }}
        data={[{ value: '', label: 'Choose a column' }, ...targets.map(({ name }) => name)]}
      />
      {outcomes.length > 0 && (
        <ChoiceField
          label={'"The risk" is the chance of'}
          value={draft.outcome ?? ''}
          onChange={(event) => set({ outcome: event.currentTarget.value || null })}
          data={outcomes.map((word) => word)}
        />
      )}
    </div>
  );
}

/** The sentence as it stands, and what the newest data say about it before any model does. */
function Preview({ slug, content }: { readonly slug: string; readonly content: ExpectationContent | null }) {
  const [asked] = useDebouncedValue(content, PAUSE_MS);
  const problem = content && claimProblem(content);
  return (
    <div className="tl-expectation-preview" role="status">
      {content === null ? (
        <p className="tl-muted">The sentence appears here when every slot is filled.</p>
      ) : (
        <p>
          <strong>{expectationSentence(content)}.</strong>
        </p>
      )}
      {problem ? <p>This cannot be expected: {problem}</p> : asked && content && <Today slug={slug} content={asked} />}
    </div>
  );
}

function Today({ slug, content }: { readonly slug: string; readonly content: ExpectationContent }) {
  const today = useQuery({ ...previewQuery(slug, content), enabled: claimProblem(content) === null });
  if (!today.data) return <ProblemNotice error={today.error} />;
  const [matched, ...rest] = todayWords(today.data, content);
  return (
    <>
      <p>
        {matched} <span className="tl-muted">In version {today.data.version} of the data, without any model:</span>
      </p>
      <ul>
        {rest.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </>
  );
}
