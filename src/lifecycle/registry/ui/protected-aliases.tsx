import { Button } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ConfirmButton, EmptyState, Section, StateWord, TextField } from '../../../web/kit/index.ts';
import { REGISTRY_LIMITS } from '../registry-limits.ts';
import { MODELS_KEY, registryClient } from './model-queries.ts';

const protectedAliasesQuery = queryOptions({
  queryKey: [...MODELS_KEY, 'protected-aliases'],
  queryFn: async () => (await registryClient.protectedAliases()).aliases,
});

/** Which aliases of any model move only by approval; administrators change them. */
export function ProtectedAliases({ isAdministrator }: { readonly isAdministrator: boolean }) {
  const aliases = useQuery(protectedAliasesQuery);
  if (!aliases.data) return <ProblemNotice error={aliases.error} onRetry={() => void aliases.refetch()} />;
  const shown = aliases.data;
  return (
    <Section
      title="Aliases that move only by approval"
      lead="An alias is a name that points to one version, and programs load a model by it. A protected one is pointed to another version only when those who sign Review approve it; every other alias moves at once."
    >
      {isAdministrator ? (
        <Changeable aliases={shown} />
      ) : (
        <>
          <Chips aliases={shown} />
          <p className="tl-muted">Administrators decide which aliases are protected.</p>
        </>
      )}
    </Section>
  );
}

function Chips({ aliases }: { readonly aliases: readonly string[] }) {
  if (aliases.length === 0) return <p>None: any version goes live without anybody’s approval.</p>;
  return (
    <p className="tl-row">
      {aliases.map((alias) => (
        <StateWord key={alias} tone="accent" look="chip">
          {alias}
        </StateWord>
      ))}
    </p>
  );
}

function Changeable({ aliases }: { readonly aliases: readonly string[] }) {
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const change = useMutation({
    mutationFn: (wanted: readonly string[]) => registryClient.protectAliases({ body: { aliases: [...wanted] } }),
    onSuccess: () => {
      setText('');
      return queryClient.invalidateQueries({ queryKey: MODELS_KEY });
    },
  });
  const wanted = text.trim().toLowerCase();
  const isKnown = aliases.includes(wanted);
  return (
    <>
      {aliases.length === 0 && (
        <EmptyState
          sentence="No alias is protected."
          detail="Any version goes live without anybody’s approval. Protect an alias, such as champion, to change that."
          action={null}
        />
      )}
      <ul className="tl-model-names">
        {aliases.map((alias) => (
          <li key={alias} className="tl-row">
            <StateWord tone="accent" look="chip">
              {alias}
            </StateWord>
            <ConfirmButton
              variant="subtle"
              size="compact-sm"
              question={`Let "${alias}" move without approval? Whoever builds a model then decides alone what goes live under it.`}
              confirmLabel="No longer protect it"
              onConfirm={async () =>
                void (await change.mutateAsync(aliases.filter((one) => one !== alias)).catch(() => undefined))
              }
            >
              Let it move freely<span className="tl-hidden">: {alias}</span>
            </ConfirmButton>
          </li>
        ))}
      </ul>
      {aliases.length < REGISTRY_LIMITS.protectedAliases && (
        <form
          className="tl-row tl-protect-alias"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (wanted !== '' && !isKnown) change.mutate([...aliases, wanted]);
          }}
        >
          <TextField
            label="Another alias"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            maxLength={REGISTRY_LIMITS.aliasLength}
            error={isKnown ? 'It is protected already.' : undefined}
          />
          <Button type="submit" variant="default" loading={change.isPending} disabled={wanted === '' || isKnown}>
            Protect it
          </Button>
        </form>
      )}
      <ProblemNotice error={change.error} />
    </>
  );
}
