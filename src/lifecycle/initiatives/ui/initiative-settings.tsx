import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { FormProblem, fieldErrors, SavedNote, validateWith } from '../../../web/data/index.ts';
import { RadioField, Section, TextField, useEdits } from '../../../web/kit/index.ts';
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
  const { slug, name, visibility } = initiative;
  const { value, isChanged, edit, settle } = useEdits({ name, visibility });
  const change = useMutation({
    mutationFn: (body: typeof value) => initiativesClient.change({ params: { slug }, body }),
    onSuccess: async (_, sent) => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: initiativeKey(slug) }),
        queryClient.invalidateQueries({ queryKey: ['portfolio'] }),
      ]);
      settle(sent);
    },
  });
  const faults = validateWith(initiativesApi.change.body)(value);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (Object.keys(faults).length === 0) change.mutate(value);
  };
  return (
    <Section title="Name and readers" lead="The question stays as it was asked.">
      <form className="tl-stack" style={{ maxWidth: 460 }} onSubmit={send}>
        <TextField
          label="Short name for lists"
          value={value.name}
          error={faults.name ?? fieldErrors(change.error).name}
          onChange={(event) => edit({ name: event.currentTarget.value })}
        />
        <RadioField
          label="Who may read it"
          value={value.visibility}
          onChange={(chosen) => edit({ visibility: chosen === 'private' ? 'private' : 'open' })}
          options={[
            { value: 'open', label: 'Everybody here' },
            { value: 'private', label: 'Only the people at its table, and auditors' },
          ]}
        />
        <FormProblem error={change.error} fields={Object.keys(value)} />
        <div className="tl-row">
          <RightButton
            right={rightTo(rights, 'initiative.change')}
            type="submit"
            variant="default"
            loading={change.isPending}
            isOff={!isChanged}
          >
            Save
          </RightButton>
          <SavedNote state={change.isSuccess && !isChanged ? 'saved' : 'idle'} />
        </div>
      </form>
    </Section>
  );
}
