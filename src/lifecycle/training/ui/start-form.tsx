import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  CheckField,
  ChoiceField,
  Disclosure,
  formatCount,
  formatPlural,
  Notice,
  useGoOn,
} from '../../../web/kit/index.ts';
import { initiativeKey, RightButton, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { ruleFromWords } from '../../signals/index.ts';
import { ruleOfCheck } from '../said-by-check.ts';
import type { SimpleRule } from '../simple-rule.ts';
import { RuleFields } from './rule-fields.tsx';
import { SaidPart } from './said-part.tsx';
import { type ActingPolicy, type OfferedTable, trainingClient, trainingPath } from './training-queries.ts';

export interface StartFormProps {
  readonly slug: string;
  readonly rights: Rights;
  /** At least one. */
  readonly tables: readonly OfferedTable[];
  readonly policy: ActingPolicy | null;
  /** The data set that the reader comes from. */
  readonly startWith: string | undefined;
}

/** Has a first model made: which table, what is to be foreseen, what must not be used, and the rule to stand beside it. */
export function StartForm({ slug, rights, tables, policy, startWith }: StartFormProps) {
  const queryClient = useQueryClient();
  const goOn = useGoOn();
  const [datasetId, setDatasetId] = useState(startWith ?? '');
  const table = tables.find((one) => one.datasetId === datasetId) ?? tables[0];
  const [chosen, setChosen] = useState<Chosen>({});
  const start = useMutation({
    mutationFn: (wishes: Wishes) =>
      trainingClient.start({ params: { slug }, body: { datasetId: wishes.table.datasetId, ...requestOf(wishes) } }),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: initiativeKey(slug, 'trainings') });
      goOn(trainingPath(slug, id));
    },
  });
  if (!table) return null;
  const wishes: Wishes = { table, ...defaultsFor(table, chosen.target ?? targetOf(table), policy), ...chosen };
  // Another target has other proposals, so that what was said about the one before does not hold.
  const set = (change: Chosen): void => setChosen(change.target === undefined ? { ...chosen, ...change } : change);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (wishes.target !== '') start.mutate(wishes);
  };
  return (
    <form onSubmit={send} className="tl-training-form">
      <ChoiceField
        label="Learn from"
        value={table.datasetId}
        onChange={(event) => {
          setDatasetId(event.currentTarget.value);
          setChosen({});
        }}
        data={tables.map(({ datasetId: value, name, version, rows }) => ({
          value,
          label: `${name}, version ${version} (${formatCount(rows)} rows)`,
        }))}
      />
      <WishFields slug={slug} wishes={wishes} set={set} policy={policy} />
      <RightButton
        right={rightTo(rights, 'training.start')}
        type="submit"
        loading={start.isPending}
        isOff={wishes.target === ''}
        offReason="Choose first what is to be foreseen."
      >
        Make a first model
      </RightButton>
      <ProblemNotice error={start.error} />
    </form>
  );
}

interface Wishes {
  readonly table: OfferedTable;
  readonly target: string;
  readonly outcome: string | null;
  readonly moment: string | null;
  readonly leftOut: readonly string[];
  readonly rule: SimpleRule | null;
}

type Chosen = Partial<Omit<Wishes, 'table'>>;

function targetOf({ target, said }: OfferedTable): string {
  return target ?? said?.target ?? '';
}

/** What is known already: what a check of the same column proposes, and the framing's rule of thumb where it is exact. */
function defaultsFor(
  { moment, said, columns }: OfferedTable,
  target: string,
  policy: ActingPolicy | null,
): Omit<Wishes, 'table'> {
  const proposed = said?.target === target ? said : null;
  const usable = columns.filter(({ name }) => name !== target);
  const named =
    policy &&
    ruleFromWords(
      policy.heuristic,
      usable.map(({ name, kind, values }) => ({ name, type: kind, values })),
    );
  return {
    target,
    outcome: proposed?.outcome ?? null,
    moment: moment ?? proposed?.moment ?? null,
    leftOut: proposed?.leftOut.map(({ column }) => column) ?? [],
    rule: proposed?.rule ?? (named && ruleOfCheck(named)),
  };
}

function requestOf({ table, target, outcome, moment, leftOut, rule }: Wishes) {
  return { version: table.version, target, outcome, moment, leftOut: leftOut.filter((name) => name !== target), rule };
}

interface WishFieldsProps {
  readonly slug: string;
  readonly wishes: Wishes;
  readonly set: (change: Chosen) => void;
  readonly policy: ActingPolicy | null;
}

function WishFields({ slug, wishes, set, policy }: WishFieldsProps) {
  const { table, target, outcome, moment, leftOut, rule } = wishes;
  const targets = table.columns.filter(({ kind }) => kind !== 'time' && kind !== 'id');
  const moments = table.columns.filter(({ kind }) => kind === 'time');
  const outcomes = outcomesOf(table, target);
  const usable = targets.filter(({ name }) => name !== target);
  const proposed = table.said?.target === target ? table.said : null;
  return (
    <>
      <ChoiceField
        label="What is to be foreseen"
        help="The column that says what came true."
        value={target}
        onChange={(event) => set({ target: event.currentTarget.value })}
        data={[{ value: '', label: 'Choose a column' }, ...targets.map(({ name }) => name)]}
      />
      {outcomes.length === 2 && (
        <ChoiceField
          label="Which of the two do you want to foresee"
          value={outcome ?? ''}
          onChange={(event) => set({ outcome: event.currentTarget.value || null })}
          data={[{ value: '', label: 'The one that reads as yes, or the rarer one' }, ...outcomes]}
        />
      )}
      {moments.length > 0 && (
        <ChoiceField
          label="From when is a row"
          help="Then the model is checked on what came later, as it will be in use."
          value={moment ?? ''}
          onChange={(event) => set({ moment: event.currentTarget.value || null })}
          data={[{ value: '', label: 'Rows have no order in time' }, ...moments.map(({ name }) => name)]}
        />
      )}
      {table.said?.isInOrderOfRows === true && moment === null && (
        <Notice tone="look" title="The check was told that the rows stand in order of time.">
          <p>
            A first model needs a column that says when, to be checked on what came later. Without one it is checked on
            rows drawn at random, which may promise more than it keeps.
          </p>
        </Notice>
      )}
      {proposed !== null && proposed.leftOut.length > 0 && (
        <SaidPart slug={slug} said={proposed} leftOut={leftOut} onChange={(next) => set({ leftOut: next })} />
      )}
      <Disclosure
        label={
          leftOut.length === 0
            ? 'Leave columns out'
            : `${formatPlural(leftOut.length, 'column is', 'columns are')} left out`
        }
        isPrinted={false}
      >
        <fieldset className="tl-training-columns">
          <legend>Leave out what is known only afterwards, or must not be used</legend>
          {usable.map(({ name, meaning }) => (
            <CheckField
              key={name}
              label={meaning === null ? name : `${name}: ${meaning}`}
              checked={leftOut.includes(name)}
              onChange={(event) =>
                set({
                  leftOut: event.currentTarget.checked ? [...leftOut, name] : leftOut.filter((other) => other !== name),
                })
              }
            />
          ))}
        </fieldset>
      </Disclosure>
      <RuleFields columns={usable} rule={rule} onChange={(next) => set({ rule: next })} policy={policy} />
    </>
  );
}

/** The words of a column that has two; none where the page cannot know. */
function outcomesOf({ columns }: OfferedTable, target: string): readonly string[] {
  const column = columns.find(({ name }) => name === target);
  if (column?.distinct !== 2) return [];
  if (column.kind === 'yes-no') return ['yes', 'no'];
  return column.kind === 'text' && column.values.length === 2 ? column.values : [];
}
