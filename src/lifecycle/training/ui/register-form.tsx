import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, TextField } from '../../../web/kit/index.ts';
import { initiativeKey, RightButton, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { trainingClient } from './training-queries.ts';

export interface RegisterFormProps {
  readonly slug: string;
  readonly id: string;
  readonly rights: Rights;
}

/** Registers the model as the next version of a model. */
export function RegisterForm({ slug, id, rights }: RegisterFormProps) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(`${slug}-first-model`);
  const register = useMutation({
    mutationFn: () => trainingClient.register({ params: { slug, id }, body: { name } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: initiativeKey(slug) }),
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    register.mutate();
  };
  return (
    <form onSubmit={send} className="tl-training-form">
      <TextField
        label="Name of the model among all models"
        help="A name that exists gets this one as its next version; it goes live only when reviewers say so."
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <RightButton
        right={rightTo(rights, 'model.build')}
        type="submit"
        variant="default"
        loading={register.isPending}
        isOff={name.trim() === ''}
        offReason="Give it a name first."
      >
        Register it
      </RightButton>
      {register.data && (
        <p role="status">
          It is version {register.data.version} of{' '}
          <AppLink to={`/models/${encodeURIComponent(register.data.name)}`}>{register.data.name}</AppLink>.
        </p>
      )}
      <ProblemNotice error={register.error} />
    </form>
  );
}
