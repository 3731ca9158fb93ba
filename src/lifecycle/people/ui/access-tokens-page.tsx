import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { type accessTokenSchema, authApi } from '../../../platform/auth/auth.schema.ts';
import { SCOPES, type Scope } from '../../../platform/contract/index.ts';
import { FormProblem, fieldErrors, ProblemNotice, validateWith } from '../../../web/data/index.ts';
import {
  AppLink,
  CheckField,
  ChoiceField,
  type Column,
  ConfirmButton,
  CopyField,
  DataTable,
  FieldError,
  formatAgo,
  formatDay,
  Page,
  Section,
  TextField,
} from '../../../web/kit/index.ts';
import { accountsClient } from './account-queries.ts';
import { settled } from './use-table-change.ts';

type AccessToken = z.infer<typeof accessTokenSchema>;

const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  read: 'Read what you may read',
  ledger: 'Bring predictions, actions and outcomes',
  write: 'Everything else that you may do',
};

const LIFETIMES = [
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'Until you revoke it' },
] as const;

const tokensQuery = queryOptions({
  queryKey: ['access-tokens'],
  queryFn: async () => (await accountsClient.listAccessTokens()).items,
});

/** One's own access tokens: make one, see when it was used, revoke it. */
export function AccessTokensPage() {
  const tokens = useQuery(tokensQuery);
  return (
    <Page
      title="Access tokens"
      lead={
        <>
          A program of yours uses one instead of your password. It may do no more than you may.{' '}
          <AppLink to="/api-reference">The API reference</AppLink> says what there is to call.
        </>
      }
      width="narrow"
    >
      <MakeToken />
      <Section title="Tokens that work">
        <ProblemNotice error={tokens.error} onRetry={() => void tokens.refetch()} />
        {tokens.data && (
          <DataTable
            label="Your access tokens"
            rows={tokens.data}
            rowKey={(token) => token.id}
            columns={COLUMNS}
            empty={<p className="tl-muted">None yet. Make the first one above.</p>}
          />
        )}
      </Section>
    </Page>
  );
}

const COLUMNS: readonly Column<AccessToken>[] = [
  {
    key: 'name',
    head: 'Name',
    cell: (token) => (
      <>
        {token.name} <span className="tl-muted tl-mono">{token.prefix}…</span>
      </>
    ),
  },
  { key: 'scopes', head: 'May', cell: (token) => token.scopes.join(', '), isWideOnly: true },
  {
    key: 'expires',
    head: 'Works until',
    cell: (token) => (token.expiresAt === null ? 'revoked' : formatDay(token.expiresAt)),
    isWideOnly: true,
  },
  {
    key: 'used',
    head: 'Last used',
    cell: (token) => (token.lastUsedAt === null ? 'never' : formatAgo(token.lastUsedAt, new Date())),
  },
  { key: 'revoke', head: 'Revoke', cell: (token) => <RevokeToken token={token} /> },
];

function RevokeToken({ token }: { readonly token: AccessToken }) {
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => accountsClient.revokeAccessToken({ params: { id: token.id } }),
    onSettled: () => queryClient.invalidateQueries(tokensQuery),
  });
  return (
    <>
      <ConfirmButton
        question={`Revoke ${token.name}? Programs that use it are refused at once.`}
        confirmLabel="Revoke it"
        onConfirm={() => settled(revoke.mutateAsync())}
      >
        Revoke<span className="tl-hidden"> {token.name}</span>
      </ConfirmButton>
      <ProblemNotice error={revoke.error} />
    </>
  );
}

interface NewToken {
  readonly name: string;
  readonly scopes: Scope[];
  /** Days until it stops working; empty for never. */
  readonly days: string;
}

function toBody({ name, scopes, days }: NewToken) {
  return { name, scopes, ...(days === '' ? {} : { expiresInDays: Number(days) }) };
}

function MakeToken() {
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { name: '', scopes: ['read'] as Scope[], days: '90' },
    validate: validateWith(authApi.makeAccessToken.body, toBody),
  });
  const make = useMutation({
    mutationFn: (values: NewToken) => accountsClient.makeAccessToken({ body: toBody(values) }),
    onSuccess: async () => {
      form.reset();
      await queryClient.invalidateQueries(tokensQuery);
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  const { scopes } = form.values;
  const toggle = (scope: Scope) =>
    form.setFieldValue('scopes', scopes.includes(scope) ? scopes.filter((held) => held !== scope) : [...scopes, scope]);
  return (
    <Section title="Make a token" look="boxed">
      <form className="tl-stack" onSubmit={form.onSubmit((values) => make.mutate(values))}>
        <div className="tl-columns">
          <TextField label="What it is for" placeholder="Nightly scores" {...form.getInputProps('name')} />
          <ChoiceField label="Works for" data={[...LIFETIMES]} {...form.getInputProps('days')} />
        </div>
        <fieldset className="tl-seat-steps">
          <legend>What it may do</legend>
          <div className="tl-row">
            {SCOPES.map((scope) => (
              <CheckField
                key={scope}
                label={`${SCOPE_WORDS[scope]} (${scope})`}
                checked={scopes.includes(scope)}
                onChange={() => toggle(scope)}
              />
            ))}
          </div>
          {form.errors.scopes && <FieldError>{form.errors.scopes}</FieldError>}
        </fieldset>
        <FormProblem error={make.error} fields={Object.keys(form.values)} />
        <div>
          <Button type="submit" loading={make.isPending} disabled={scopes.length === 0}>
            Make it
          </Button>
        </div>
        {make.data && (
          <CopyField
            label={`The token "${make.data.accessToken.name}"`}
            value={make.data.secret}
            help="Shown once: copy it now. We keep only a fingerprint of it."
          />
        )}
      </form>
    </Section>
  );
}
