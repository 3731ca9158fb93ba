import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { authApi } from '../../../platform/auth/auth.schema.ts';
import { FormProblem, fieldErrors, validateWith } from '../../../web/data/index.ts';
import { TextField } from '../../../web/kit/index.ts';
import { accountsClient, type Session } from './account-queries.ts';
import { FrontPage } from './front-page.tsx';
import { PasswordField } from './password-field.tsx';
import { shortPassword } from './password-rule.ts';

/** The first screen of a new installation: what this is, and its first administrator. */
export function SetupPage({ onSignedIn }: { readonly onSignedIn: (session: Session) => void }) {
  const form = useForm({
    initialValues: { name: '', email: '', password: '' },
    validate: (values) => ({
      ...validateWith(authApi.setUp.body)(values),
      ...shortPassword('password', values.password),
    }),
  });
  const setUp = useMutation({
    mutationFn: (body: typeof form.values) => accountsClient.setUp({ body }),
    onSuccess: onSignedIn,
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <FrontPage title="Welcome. Nobody is here yet, so you are the first.">
      <div className="tl-prose">
        <p>
          Throughline follows a business question to a measured business result, with everyone who matters at the table.
        </p>
        <p>
          It says who is missing before a step is closed, and keeps a small group alone so that you can see whether it
          worked.
        </p>
        <p>
          And when it did not work, it names the link that broke and sends that back to the people who can change it.
        </p>
      </div>
      <form className="tl-stack" onSubmit={form.onSubmit((values) => setUp.mutate(values))}>
        <TextField label="Your name" autoComplete="name" {...form.getInputProps('name')} />
        <TextField label="E-mail address" type="email" autoComplete="username" {...form.getInputProps('email')} />
        <PasswordField label="Password" autoComplete="new-password" {...form.getInputProps('password')} />
        <FormProblem error={setUp.error} fields={Object.keys(form.values)} />
        <div>
          <Button type="submit" loading={setUp.isPending}>
            Make my account
          </Button>
        </div>
        <p className="tl-muted tl-small">You become the administrator: you invite the others.</p>
      </form>
    </FrontPage>
  );
}
