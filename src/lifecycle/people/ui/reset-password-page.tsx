import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink } from '../../../web/kit/index.ts';
import { accountsClient } from './account-queries.ts';
import { FrontPage } from './front-page.tsx';
import type { LinkPageProps } from './invitation-page.tsx';
import { PasswordField } from './password-field.tsx';

/** Sets a new password by a link that an administrator made. */
export function ResetPasswordPage({ secret, onSignedIn }: LinkPageProps) {
  const [password, setPassword] = useState('');
  const link = useQuery({
    queryKey: ['reset-link', secret],
    queryFn: () => accountsClient.readResetLink({ params: { secret } }),
  });
  const accept = useMutation({
    mutationFn: () => accountsClient.acceptResetLink({ params: { secret }, body: { password } }),
    onSuccess: onSignedIn,
  });
  if (link.error && !link.data) {
    return (
      <FrontPage title="This link cannot be used">
        <ProblemNotice error={link.error} />
        <AppLink to="/sign-in">Sign in</AppLink>
      </FrontPage>
    );
  }
  if (!link.data) return <FrontPage title="A new password">Reading the link</FrontPage>;
  return (
    <FrontPage title={`A new password for ${link.data.name}`} lead={`For the account ${link.data.email}.`}>
      <form
        className="tl-stack"
        onSubmit={(event) => {
          event.preventDefault();
          accept.mutate();
        }}
      >
        <PasswordField
          label="New password"
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <ProblemNotice error={accept.error} />
        <div>
          <Button type="submit" loading={accept.isPending}>
            Set it and sign in
          </Button>
        </div>
        <p className="tl-muted tl-small">Everywhere else this account is signed out.</p>
      </form>
    </FrontPage>
  );
}
