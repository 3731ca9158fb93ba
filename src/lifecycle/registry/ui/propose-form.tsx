import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, Disclosure, LongTextField } from '../../../web/kit/index.ts';
import { useKeptText } from '../../people/ui/index.ts';
import { proposeKey } from './left-reasons.tsx';
import { MODELS_KEY, type Model, registryClient, versionsQuery } from './model-queries.ts';

/** Fewest characters of a reason, as the contract asks. */
const SHORTEST = 5;
/** What the list of versions calls taking an alias away. */
const NONE = 'none';

/** The protected aliases for which nothing waits for approval. */
export function freeAliases(model: Model): readonly string[] {
  const taken = new Set(model.proposals.filter(({ state }) => state === 'open').map(({ alias }) => alias));
  return model.protectedAliases.filter((alias) => !taken.has(alias));
}

/** Asks for a version to be put into use under a protected alias, with a reason. */
export function ProposeForm({ model, newest }: { readonly model: Model; readonly newest: number }) {
  const free = freeAliases(model);
  if (free.length === 0) return null;
  return (
    <Disclosure
      label="Propose which version goes live"
      openLabel="Close the proposal"
      isPrinted={false}
      isMadeOnOpening
    >
      <Form model={model} newest={newest} aliases={free} />
    </Disclosure>
  );
}

function Form({
  model,
  newest,
  aliases,
}: {
  readonly model: Model;
  readonly newest: number;
  readonly aliases: readonly string[];
}) {
  const queryClient = useQueryClient();
  const versions = useInfiniteQuery(versionsQuery(model.name, 'false'));
  const [alias, setAlias] = useState(aliases[0] ?? '');
  const [version, setVersion] = useState(String(newest));
  const [reason, setReason, forget] = useKeptText(proposeKey(model.name));
  const [isTried, setTried] = useState(false);
  const propose = useMutation({
    mutationFn: async (body: { readonly alias: string; readonly version: number | null; readonly reason: string }) => {
      await registryClient.move({ params: { name: model.name }, body });
      forget(reason);
    },
    onSuccess: async () => {
      setTried(false);
      await queryClient.invalidateQueries({ queryKey: MODELS_KEY });
    },
  });
  const present = model.aliases.find((entry) => entry.alias === alias)?.version;
  const numbers = versions.data?.pages.flatMap((page) => page.versions.map((entry) => entry.version)) ?? [newest];
  const choices = [
    ...numbers
      .filter((number) => number !== present)
      .map((number) => ({ value: String(number), label: `Version ${number}` })),
    ...(present === undefined ? [] : [{ value: NONE, label: 'No version: take it out of use' }]),
  ];
  const chosen = choices.some(({ value }) => value === version) ? version : (choices[0]?.value ?? '');
  const isLongEnough = reason.trim().length >= SHORTEST;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isLongEnough || chosen === '') return;
    propose.mutate({ alias, version: chosen === NONE ? null : Number(chosen), reason: reason.trim() });
  };
  return (
    <form className="tl-model-form" onSubmit={send} noValidate>
      <div className="tl-row">
        {aliases.length > 1 && (
          <ChoiceField
            label="What it is used as"
            value={alias}
            onChange={(event) => setAlias(event.currentTarget.value)}
            data={[...aliases]}
          />
        )}
        <ChoiceField
          label={`The ${alias} will be`}
          value={chosen}
          onChange={(event) => setVersion(event.currentTarget.value)}
          data={choices}
        />
      </div>
      <LongTextField
        label="Why this one"
        help="Those who approve read it first: what is better, on which cases, and what could go wrong."
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={isTried && !isLongEnough ? 'Write at least a few words.' : undefined}
      />
      <ProblemNotice error={propose.error} />
      <div>
        <Button type="submit" loading={propose.isPending}>
          Ask for approval
        </Button>
      </div>
    </form>
  );
}
