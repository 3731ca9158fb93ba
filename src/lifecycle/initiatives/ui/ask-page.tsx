import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FormProblem, fieldErrors, validateWith } from '../../../web/data/index.ts';
import { ChoiceField, Disclosure, LongTextField, Page, RadioField, TextField } from '../../../web/kit/index.ts';
import { guessQuestionKind, type QuestionKind, type Visibility } from '../initiative.ts';
import { initiativesApi } from '../initiatives.schema.ts';
import { initiativesClient } from './initiative-queries.ts';

const VISIBILITY_OPTIONS = [
  { value: 'open', label: 'Everybody here may read it', help: 'Only people at its table can change anything.' },
  { value: 'private', label: 'Only the people at its table', help: 'And auditors, who may read everything.' },
] as const;

interface NewQuestion {
  readonly question: string;
  readonly name: string;
  readonly visibility: Visibility;
  /** Key of the playbook; empty for the one that suits the question. */
  readonly playbook: string;
}

/** A playbook that one can choose when asking; the room that comes next knows them. */
export interface PlaybookChoice {
  readonly key: string;
  readonly name: string;
  readonly purpose: string;
}

export interface AskPageProps {
  readonly playbooks: readonly PlaybookChoice[];
  /** The key of the playbook that suits a kind of question. */
  readonly suits: Readonly<Record<QuestionKind, string>>;
  readonly onAsked: (slug: string) => void;
}

function toBody({ question, visibility, name, playbook }: NewQuestion) {
  return {
    question,
    visibility,
    ...(name.trim() === '' ? {} : { name }),
    ...(playbook === '' ? {} : { playbook }),
  };
}

/** Asks a question in one's own words: one field is enough. */
export function AskPage({ playbooks, suits, onAsked }: AskPageProps) {
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { question: '', name: '', visibility: 'open' as Visibility, playbook: '' },
    validate: validateWith(initiativesApi.start.body, toBody),
  });
  const suited = suits[guessQuestionKind(form.values.question)];
  const chosen = playbooks.find(({ key }) => key === (form.values.playbook || suited));
  const ask = useMutation({
    mutationFn: (values: NewQuestion) =>
      initiativesClient.start({ body: toBody({ ...values, playbook: values.playbook || suited }) }),
    onSuccess: async ({ slug }) => {
      await queryClient.invalidateQueries({ queryKey: ['portfolio'] });
      onAsked(slug);
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <Page
      title="What do you want to know or change?"
      documentTitle="Ask a question"
      lead="Write it as you would say it to a colleague. Your words are kept as they are; a data scientist writes their translation beside them, and you approve it."
      width="narrow"
    >
      <form className="tl-stack" onSubmit={form.onSubmit((values) => ask.mutate(values))}>
        <LongTextField
          label="Your question"
          rows={4}
          autosize
          required
          placeholder="How can we lose fewer customers after the second support ticket?"
          {...form.getInputProps('question')}
        />
        <p className="tl-muted" role="status">
          {kindInWords(form.values.question)}
          {chosen && form.values.question.trim().length >= 8 && ` It goes by the playbook ${chosen.name}.`}
        </p>
        <Disclosure label="Name it yourself, choose the playbook, or say who may read it" isPrinted={false}>
          <div className="tl-stack">
            <TextField
              label="Short name for lists"
              help="Left empty, it is made from your question."
              {...form.getInputProps('name')}
            />
            {playbooks.length > 0 && (
              <ChoiceField
                label="Which playbook it goes by"
                help={chosen?.purpose ?? ''}
                {...form.getInputProps('playbook')}
                data={[
                  { value: '', label: 'The one that suits the question' },
                  ...playbooks.map(({ key, name }) => ({ value: key, label: name })),
                ]}
              />
            )}
            <RadioField
              label="Who may read it"
              options={VISIBILITY_OPTIONS}
              value={form.values.visibility}
              onChange={(value) => form.setFieldValue('visibility', value === 'private' ? 'private' : 'open')}
            />
          </div>
        </Disclosure>
        <FormProblem error={ask.error} fields={Object.keys(form.values)} />
        <div className="tl-row">
          <Button type="submit" loading={ask.isPending} disabled={form.values.question.trim().length < 8}>
            Ask
          </Button>
          <span className="tl-muted">
            You take the seat of the subject-matter expert; you can invite the others next.
          </span>
        </div>
      </form>
    </Page>
  );
}

/** What we understand of a question while it is written, so that the kind needs no choice. */
function kindInWords(question: string): string {
  if (question.trim().length < 8) return 'At least 8 characters; a number is welcome but not needed.';
  return guessQuestionKind(question) === 'defined'
    ? 'We read a number in it: the next step agrees what exactly is counted, from where and until when.'
    : 'An open question: the next step looks for the number that would show an answer.';
}
