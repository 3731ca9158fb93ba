import { useQuery } from '@tanstack/react-query';
import { AppLink } from '../../../web/kit/index.ts';
import { type Account, sessionQuery } from './account-queries.ts';

/** The way to somebody who has no account yet: administrators invite them, others learn whom to ask. */
export function InviteMissing({ accounts }: { readonly accounts: readonly Account[] }) {
  const { data: session } = useQuery(sessionQuery);
  if (session?.isAdministrator) {
    return (
      <p className="tl-muted tl-small">
        Not in the list? <AppLink to="/admin">Invite them by a link</AppLink>, then seat them here.
      </p>
    );
  }
  const administrators = accounts.filter((account) => account.isAdministrator && !account.isDisabled);
  return (
    <p className="tl-muted tl-small">
      Not in the list? An administrator can invite them: {administrators.map(({ name }) => name).join(', ')}.
    </p>
  );
}
