import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { authApi } from '../../../platform/auth/auth.schema.ts';
import { FormProblem, fieldErrors, validateWith } from '../../../web/data/index.ts';
import { CheckField, CopyField, TextField } from '../../../web/kit/index.ts';
import { absoluteLink } from './absolute-link.ts';
import { accountsClient } from './account-queries.ts';

interface NewInvitation {
  readonly email: string;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly isAuditor: boolean;
}

function toBody({ name, ...rest }: NewInvitation) {
  return { ...rest, ...(name.trim() === '' ? {} : { name }) };
}

/** Invites a person by a link that is shown once, to be sent by whatever way people talk. */
export function InviteForm() {
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { email: '', name: '', isAdministrator: false, isAuditor: false },
    validate: validateWith(authApi.invite.body, toBody),
  });
  const invite = useMutation({
    mutationFn: (values: NewInvitation) => accountsClient.invite({ body: toBody(values) }),
    onSuccess: async () => {
      form.reset();
      await queryClient.invalidateQueries({ queryKey: ['invitations'] });
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <form className="tl-stack" onSubmit={form.onSubmit((values) => invite.mutate(values))}>
      <div className="tl-columns">
        <TextField label="E-mail address" type="email" autoComplete="off" {...form.getInputProps('email')} />
        <TextField label="Name" help="They can change it." autoComplete="off" {...form.getInputProps('name')} />
      </div>
      <div className="tl-row">
        <CheckField
          label="Administrator: manages accounts"
          {...form.getInputProps('isAdministrator', { type: 'checkbox' })}
        />
        <CheckField
          label="Auditor: reads everything, changes nothing"
          {...form.getInputProps('isAuditor', { type: 'checkbox' })}
        />
      </div>
      <FormProblem error={invite.error} fields={Object.keys(form.values)} />
      <div>
        <Button type="submit" loading={invite.isPending}>
          Make an invitation link
        </Button>
      </div>
      {invite.data && (
        <CopyField
          label={`The link for ${invite.data.invitation.email}`}
          value={absoluteLink(invite.data.link, window.location.origin)}
          help="Shown once: send it to them now. It works for seven days and for one account."
        />
      )}
    </form>
  );
}
