import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { authApi } from '../../../platform/auth/auth.schema.ts';
import { FormProblem, fieldErrors, validateWith } from '../../../web/data/index.ts';
import { TextField } from '../../../web/kit/index.ts';
import { accountsClient, type Session } from './account-queries.ts';
import { FrontPage } from './front-page.tsx';
import { PasswordField } from './password-field.tsx';

/** Signs in; whoever came by a link goes on to where it leads. */
export function SignInPage({ onSignedIn }: { readonly onSignedIn: (session: Session) => void }) {
  return (
    <FrontPage title="Sign in" lead="From a business question to a measured business result.">
      <SignInForm onSignedIn={onSignedIn} />
    </FrontPage>
  );
}

/** The fields that open a session. */
export function SignInForm({ onSignedIn }: { readonly onSignedIn: (session: Session) => void }) {
  const form = useForm({ initialValues: { email: '', password: '' }, validate: validateWith(authApi.signIn.body) });
  const signIn = useMutation({
    mutationFn: (body: typeof form.values) => accountsClient.signIn({ body }),
    onSuccess: onSignedIn,
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <form className="tl-stack" onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
      <TextField label="E-mail address" type="email" autoComplete="username" {...form.getInputProps('email')} />
      <PasswordField label="Password" autoComplete="current-password" {...form.getInputProps('password')} />
      <FormProblem error={signIn.error} fields={Object.keys(form.values)} />
      <div>
        <Button type="submit" loading={signIn.isPending}>
          Sign in
        </Button>
      </div>
      <p className="tl-muted tl-small">
        No account yet, or the password is lost? An administrator of your organisation can make you a link.
      </p>
    </form>
  );
}
