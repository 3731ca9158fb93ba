import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { authApi } from '../../../platform/auth/auth.schema.ts';
import { FormProblem, fieldErrors, SavedNote, validateWith } from '../../../web/data/index.ts';
import { Page } from '../../../web/kit/index.ts';
import { accountsClient } from './account-queries.ts';
import { PasswordField } from './password-field.tsx';
import { shortPassword } from './password-rule.ts';

/** Changes one's own password. */
export function PasswordPage() {
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: (values) => ({
      ...validateWith(authApi.changePassword.body)(values),
      ...shortPassword('newPassword', values.newPassword),
    }),
  });
  const change = useMutation({
    mutationFn: (body: typeof form.values) => accountsClient.changePassword({ body }),
    onSuccess: () => form.reset(),
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <Page
      title="Change your password"
      lead="Everywhere else you are signed out; here you stay signed in."
      width="narrow"
    >
      <form className="tl-stack" style={{ maxWidth: 380 }} onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <PasswordField
          label="Current password"
          autoComplete="current-password"
          {...form.getInputProps('currentPassword')}
        />
        <PasswordField label="New password" autoComplete="new-password" {...form.getInputProps('newPassword')} />
        <FormProblem error={change.error} fields={Object.keys(form.values)} />
        <div className="tl-row">
          <Button type="submit" loading={change.isPending}>
            Change it
          </Button>
          <SavedNote state={change.isSuccess ? 'saved' : 'idle'} />
        </div>
      </form>
    </Page>
  );
}
