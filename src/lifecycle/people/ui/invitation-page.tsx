import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { authApi } from '../../../platform/auth/auth.schema.ts';
import { FormProblem, fieldErrors, ProblemNotice, validateWith } from '../../../web/data/index.ts';
import { AppLink, formatMoment, TextField } from '../../../web/kit/index.ts';
import { accountsClient, type Session } from './account-queries.ts';
import { FrontPage } from './front-page.tsx';
import { PasswordField } from './password-field.tsx';
import { shortPassword } from './password-rule.ts';

export interface LinkPageProps {
  /** The last part of the link. */
  readonly secret: string;
  readonly onSignedIn: (session: Session) => void;
}

/** Accepts an invitation: the person says their name and chooses a password. */
export function InvitationPage({ secret, onSignedIn }: LinkPageProps) {
  const invitation = useQuery({
    queryKey: ['invitation', secret],
    queryFn: () => accountsClient.readInvitationLink({ params: { secret } }),
  });
  if (invitation.error && !invitation.data) {
    return (
      <FrontPage title="This invitation cannot be used">
        <ProblemNotice error={invitation.error} />
        <AppLink to="/sign-in">Sign in with an account that you have</AppLink>
      </FrontPage>
    );
  }
  if (!invitation.data) return <FrontPage title="Your invitation">Reading the invitation</FrontPage>;
  const { email, name, expiresAt } = invitation.data;
  return (
    <FrontPage
      title="You are invited to the table"
      lead={`Throughline follows a business question to a measured business result. This invitation is for ${email} and works until ${formatMoment(expiresAt)}.`}
    >
      <AcceptForm secret={secret} name={name ?? ''} onSignedIn={onSignedIn} />
    </FrontPage>
  );
}

function AcceptForm({ secret, name, onSignedIn }: LinkPageProps & { readonly name: string }) {
  const form = useForm({
    initialValues: { name, password: '' },
    validate: (values) => ({
      ...validateWith(authApi.acceptInvitation.body)(values),
      ...shortPassword('password', values.password),
    }),
  });
  const accept = useMutation({
    mutationFn: (body: typeof form.values) => accountsClient.acceptInvitation({ params: { secret }, body }),
    onSuccess: onSignedIn,
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <form className="tl-stack" onSubmit={form.onSubmit((values) => accept.mutate(values))}>
      <TextField label="Your name" autoComplete="name" {...form.getInputProps('name')} />
      <PasswordField label="Choose a password" autoComplete="new-password" {...form.getInputProps('password')} />
      <FormProblem error={accept.error} fields={Object.keys(form.values)} />
      <div>
        <Button type="submit" loading={accept.isPending}>
          Come in
        </Button>
      </div>
    </form>
  );
}
