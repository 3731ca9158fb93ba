import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, Disclosure, RadioField, Section, TextField } from '../../../web/kit/index.ts';
import type { QuestionKind, Visibility } from '../../initiatives/index.ts';
import { RightButton, rightTo } from '../../initiatives/ui/index.ts';
import { SUITED_PLAYBOOK } from '../../people/index.ts';
import { accountsQuery, playbooksQuery } from '../../people/ui/index.ts';
import { answerGaps } from '../kpi-answers.ts';
import type { QuestionReading } from '../read-question.ts';
import { IDEAS_KEY, type IdeaPageData, ideaSettingsQuery, ideasClient } from './idea-queries.ts';
import { answersOfForm, formOf } from './kpi-form.ts';
import { KpiQuestions } from './kpi-questions.tsx';

export interface IdeaWorkProps {
  readonly page: IdeaPageData;
  readonly reading: QuestionReading;
  readonly me: { readonly accountId: string; readonly name: string };
  readonly onStarted: (slug: string) => void;
}

const KINDS = [
  { value: 'defined', label: 'It has a number to reach', help: 'A few plain questions turn it into a goal.' },
  {
    value: 'open',
    label: 'It is an open question',
    help: 'People look together for the number that would show an answer.',
  },
] as const;

const READERS = [
  { value: 'open', label: 'Everybody here may read it', help: 'Only people at its table can change anything.' },
  { value: 'private', label: 'Only the people at its table', help: 'And auditors, who may read everything.' },
] as const;

/** What turns an idea into an initiative: the plain questions, who is the expert, and the button. */
export function IdeaWork({ page, reading, me, onStarted }: IdeaWorkProps) {
  const { idea, answers, rights } = page;
  const queryClient = useQueryClient();
  const settings = useQuery(ideaSettingsQuery);
  const [kind, setKind] = useState<QuestionKind>(idea.kind);
  const [form, setForm] = useState(() => formOf(answers));
  const [departmentId, setDepartmentId] = useState(idea.department?.id ?? '');
  const [revision, setRevision] = useState(page.revision);
  const [name, setName] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('open');
  const [expertId, setExpertId] = useState(idea.proposerId);
  const [playbook, setPlaybook] = useState('');
  const given = answersOfForm(form);
  const gaps = kind === 'defined' ? answerGaps(given) : [];
  const chosenId = departmentId === '' ? null : departmentId;
  const save = async () => {
    const isSame =
      kind === idea.kind &&
      chosenId === (idea.department?.id ?? null) &&
      JSON.stringify(given) === JSON.stringify(answersOfForm(formOf(answers)));
    if (isSame) return;
    const saved = await ideasClient.answer({
      params: { ideaId: idea.id },
      body: { kind, departmentId: chosenId, answers: given, revision },
    });
    setRevision(saved.revision);
  };
  const saving = useMutation({
    mutationFn: save,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: IDEAS_KEY }),
  });
  const starting = useMutation({
    mutationFn: async () => {
      await save();
      return ideasClient.promote({
        params: { ideaId: idea.id },
        body: {
          visibility,
          expertId,
          ...(name.trim() === '' ? {} : { name }),
          ...(playbook === '' ? {} : { playbook }),
        },
      });
    },
    onSuccess: async ({ slug }) => {
      await Promise.all([IDEAS_KEY, ['portfolio']].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
      if (slug !== null) onStarted(slug);
    },
  });
  const departments = settings.data?.departments ?? [];
  return (
    <Section
      title={kind === 'defined' ? 'Make it a goal that can be checked' : 'Look for the answer together'}
      lead={
        kind === 'defined'
          ? 'What you do not know yet can stay empty: the people at the table fill it in later.'
          : 'It needs no number yet. At the table, people who know the matter look for what could be predicted and changed.'
      }
    >
      <form
        className="tl-stack"
        onSubmit={(event) => {
          event.preventDefault();
          starting.mutate();
        }}
      >
        <RadioField
          label="What kind of question is it?"
          options={KINDS}
          value={kind}
          onChange={(value) => setKind(value === 'defined' ? 'defined' : 'open')}
        />
        {kind === 'defined' && (
          <KpiQuestions
            form={form}
            onForm={setForm}
            reading={reading}
            gaps={gaps.filter(({ field }) => given[field] !== undefined)}
          />
        )}
        {departments.length > 0 && (
          <div className="tl-ask-department">
            <ChoiceField
              label="Department, if it concerns one"
              value={departmentId}
              onChange={(event) => setDepartmentId(event.currentTarget.value)}
              data={[
                { value: '', label: 'None in particular' },
                ...departments.map(({ id, name: label }) => ({ value: id, label })),
              ]}
            />
          </div>
        )}
        <Disclosure label="Name it, choose its expert and playbook, or say who may read it" isPrinted={false}>
          <div className="tl-stack">
            <TextField
              label="Short name for lists"
              help="Left empty, it is made from the question."
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <ExpertField idea={idea} me={me} value={expertId} onChange={setExpertId} />
            <PlaybookField kind={kind} value={playbook} onChange={setPlaybook} />
            <RadioField
              label="Who may read the initiative"
              options={READERS}
              value={visibility}
              onChange={(value) => setVisibility(value === 'private' ? 'private' : 'open')}
            />
          </div>
        </Disclosure>
        <ProblemNotice error={starting.error ?? saving.error} />
        {gaps.length > 0 && (
          <p className="tl-muted">
            Still open: {gaps.map(({ sentence }) => sentence).join(' ')} It can start without them.
          </p>
        )}
        <div className="tl-row">
          <RightButton
            right={rightTo(rights, 'idea.promote')}
            type="submit"
            variant="filled"
            loading={starting.isPending}
          >
            Start the initiative
          </RightButton>
          <Button variant="default" loading={saving.isPending} onClick={() => saving.mutate()}>
            Save for later
          </Button>
          {saving.isSuccess && !saving.isPending && <span role="status">Saved</span>}
        </div>
      </form>
    </Section>
  );
}

interface ExpertFieldProps {
  readonly idea: IdeaPageData['idea'];
  readonly me: { readonly accountId: string; readonly name: string };
  readonly value: string;
  readonly onChange: (accountId: string) => void;
}

/** Who knows the matter: the proposer unless somebody else does. */
function ExpertField({ idea, me, value, onChange }: ExpertFieldProps) {
  const accounts = useQuery(accountsQuery);
  const others = (accounts.data ?? []).filter(
    ({ id, isDisabled }) => !isDisabled && id !== idea.proposerId && id !== me.accountId,
  );
  return (
    <ChoiceField
      label="Who is the expert in the matter"
      help="They take the seat of the subject-matter expert. Whoever proposed it is told what becomes of it in any case."
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        {
          value: idea.proposerId,
          label: idea.proposerId === me.accountId ? 'Me, who proposed it' : `${idea.proposerName}, who proposed it`,
        },
        ...(idea.proposerId === me.accountId ? [] : [{ value: me.accountId, label: 'Me' }]),
        ...others.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
      ]}
    />
  );
}

interface PlaybookFieldProps {
  readonly kind: QuestionKind;
  readonly value: string;
  readonly onChange: (key: string) => void;
}

/** By which of the organisation's ways it goes: the one that suits the kind of question unless somebody chooses. */
function PlaybookField({ kind, value, onChange }: PlaybookFieldProps) {
  const { data } = useQuery(playbooksQuery);
  const published = (data?.playbooks ?? []).filter(({ latest }) => latest !== null);
  const chosen = published.find(({ key }) => key === (value || SUITED_PLAYBOOK[kind]));
  return (
    <ChoiceField
      label="Which playbook it goes by"
      help={chosen ? `${chosen.name}: ${chosen.purpose}` : undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: 'The one that suits the question' },
        ...published.map(({ key, name }) => ({ value: key, label: name })),
      ]}
    />
  );
}
