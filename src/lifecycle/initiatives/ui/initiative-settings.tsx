import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FormProblem, fieldErrors, SavedNote, validateWith } from '../../../web/data/index.ts';
import { RadioField, Section, TextField } from '../../../web/kit/index.ts';
import type { Initiative } from '../initiative.ts';
import { initiativesApi } from '../initiatives.schema.ts';
import { initiativeKey, initiativesClient, type Rights } from './initiative-queries.ts';
import { RightButton, rightTo } from './right-note.tsx';

export interface InitiativeSettingsProps {
  readonly initiative: Pick<Initiative, 'slug' | 'name' | 'visibility'>;
  readonly rights: Rights;
}

/** The short name and who may read the initiative; the question itself is never rewritten. */
export function InitiativeSettings({ initiative, rights }: InitiativeSettingsProps) {
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { name: initiative.name, visibility: initiative.visibility },
    validate: validateWith(initiativesApi.change.body),
  });
  const change = useMutation({
    mutationFn: (body: typeof form.values) => initiativesClient.change({ params: { slug: initiative.slug }, body }),
    onSuccess: async () => {
      form.resetDirty();
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: initiativeKey(initiative.slug) }),
        queryClient.invalidateQueries({ queryKey: ['portfolio'] }),
      ]);
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <Section title="Name and readers" lead="The question stays as it was asked.">
      <form className="tl-stack" style={{ maxWidth: 460 }} onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <TextField label="Short name for lists" {...form.getInputProps('name')} />
        <RadioField
          label="Who may read it"
          value={form.values.visibility}
          onChange={(value) => form.setFieldValue('visibility', value === 'private' ? 'private' : 'open')}
          options={[
            { value: 'open', label: 'Everybody here' },
            { value: 'private', label: 'Only the people at its table, and auditors' },
          ]}
        />
        <FormProblem error={change.error} fields={Object.keys(form.values)} />
        <div className="tl-row">
          <RightButton
            right={rightTo(rights, 'initiative.change')}
            type="submit"
            variant="default"
            loading={change.isPending}
            isOff={!form.isDirty()}
          >
            Save
          </RightButton>
          <SavedNote state={change.isSuccess && !form.isDirty() ? 'saved' : 'idle'} />
        </div>
      </form>
    </Section>
  );
}
