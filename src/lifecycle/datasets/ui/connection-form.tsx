import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ENCRYPTIONS } from '../../../platform/sources/sources.schema.ts';
import { ProblemNotice } from '../../../web/data/index.ts';
import { CheckField, ChoiceField, LongTextField, TextField } from '../../../web/kit/index.ts';
import { CONNECTION_LIMITS, ENCRYPTION_NAME } from '../connection.ts';
import {
  connectionsClient,
  connectionsQuery,
  type OfferedInitiative,
  type ShownConnection,
} from './connection-queries.ts';

type Draft = ReturnType<typeof draftOf>;

function draftOf(connection: ShownConnection | undefined) {
  return {
    name: connection?.name ?? '',
    description: connection?.description ?? '',
    host: connection?.host ?? '',
    port: String(connection?.port ?? 5_432),
    database: connection?.database ?? '',
    user: connection?.user ?? '',
    password: '',
    encryption: connection?.encryption ?? ('verified' as const),
    certificate: connection?.certificate ?? '',
    isForAll: connection?.isForAll ?? false,
    initiatives: connection?.initiatives ?? [],
  };
}

/** Adds a database from which tables may be fetched, or changes one. */
export function ConnectionForm({
  connection,
  offered,
}: {
  readonly connection?: ShownConnection;
  readonly offered: readonly OfferedInitiative[];
}) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => draftOf(connection));
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const save = useMutation({
    mutationFn: () => {
      const body = bodyOf(draft);
      return connection
        ? connectionsClient.changeConnection({ params: { connectionId: connection.id }, body })
        : connectionsClient.addConnection({ body });
    },
    onSuccess: async () => {
      setDraft(connection ? { ...draft, password: '' } : draftOf(undefined));
      await queryClient.invalidateQueries(connectionsQuery);
    },
  });
  const isComplete = [draft.name, draft.host, draft.database, draft.user].every((word) => word.trim() !== '');
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete) save.mutate();
  };
  return (
    <form className="tl-datasets-form" onSubmit={send} noValidate autoComplete="off">
      <TextField
        label="What it is called"
        value={draft.name}
        maxLength={CONNECTION_LIMITS.nameChars}
        required
        onChange={({ currentTarget }) => set({ name: currentTarget.value })}
      />
      <TextField
        label="What is in it"
        help="For whoever writes a query: which tables, and whom to ask."
        value={draft.description}
        maxLength={CONNECTION_LIMITS.descriptionChars}
        onChange={({ currentTarget }) => set({ description: currentTarget.value })}
      />
      <PlaceFields draft={draft} onChange={set} hasPassword={connection?.hasPassword === true} />
      <UsersFields draft={draft} onChange={set} offered={offered} />
      <ProblemNotice error={save.error} />
      <div className="tl-row">
        <Button type="submit" loading={save.isPending} disabled={!isComplete}>
          {connection ? 'Save' : 'Add it'}
        </Button>
        {!isComplete && (
          <span className="tl-muted tl-small">A name, the host, the database and its user are needed.</span>
        )}
        {save.isSuccess && <span role="status">{connection ? 'Saved.' : 'Added. Try it above.'}</span>}
      </div>
    </form>
  );
}

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
}

function PlaceFields({ draft, onChange, hasPassword }: FieldsProps & { readonly hasPassword: boolean }) {
  return (
    <>
      <div className="tl-datasets-fields">
        <TextField
          label="Host"
          value={draft.host}
          required
          placeholder="db.example.com"
          onChange={({ currentTarget }) => onChange({ host: currentTarget.value })}
        />
        <TextField
          label="Port"
          value={draft.port}
          inputMode="numeric"
          onChange={({ currentTarget }) => onChange({ port: currentTarget.value })}
        />
        <TextField
          label="Database"
          value={draft.database}
          required
          onChange={({ currentTarget }) => onChange({ database: currentTarget.value })}
        />
        <TextField
          label="User"
          help="One that may only read."
          value={draft.user}
          required
          onChange={({ currentTarget }) => onChange({ user: currentTarget.value })}
        />
      </div>
      <TextField
        label={hasPassword ? 'Another password' : 'Password'}
        help={
          hasPassword
            ? 'Leave it empty to keep the one that is stored. Another host asks for it again.'
            : 'It is stored encrypted and never shown again.'
        }
        type="password"
        autoComplete="new-password"
        value={draft.password}
        onChange={({ currentTarget }) => onChange({ password: currentTarget.value })}
      />
      <ChoiceField
        label="On the way"
        value={draft.encryption}
        data={ENCRYPTIONS.map((value) => ({ value, label: ENCRYPTION_NAME[value] }))}
        onChange={({ currentTarget }) =>
          onChange({ encryption: ENCRYPTIONS.find((one) => one === currentTarget.value) ?? 'verified' })
        }
      />
      {draft.encryption === 'verified' && (
        <LongTextField
          label="Certificate of your own authority, if the host has one"
          help="Text that begins with -----BEGIN CERTIFICATE-----. Leave it empty for the usual authorities."
          value={draft.certificate}
          onChange={({ currentTarget }) => onChange({ certificate: currentTarget.value })}
        />
      )}
    </>
  );
}

function UsersFields({ draft, onChange, offered }: FieldsProps & { readonly offered: readonly OfferedInitiative[] }) {
  const chosen = new Set(draft.initiatives.map(({ slug }) => slug));
  const left = offered.filter(({ slug }) => !chosen.has(slug));
  return (
    <>
      <CheckField
        label="Every initiative may use it, also those that begin later"
        checked={draft.isForAll}
        onChange={({ currentTarget }) => onChange({ isForAll: currentTarget.checked })}
      />
      {!draft.isForAll && (
        <ChoiceField
          label="Initiatives that may use it"
          value=""
          data={[{ value: '', label: 'Add one' }, ...left.map(({ slug, name }) => ({ value: slug, label: name }))]}
          onChange={({ currentTarget }) => {
            const added = offered.find(({ slug }) => slug === currentTarget.value);
            if (added) onChange({ initiatives: [...draft.initiatives, added] });
          }}
        />
      )}
      {!draft.isForAll && draft.initiatives.length > 0 && (
        <ul className="tl-plain-list">
          {draft.initiatives.map(({ slug, name }) => (
            <li key={slug}>
              {name}{' '}
              <Button
                variant="subtle"
                size="compact-sm"
                onClick={() => onChange({ initiatives: draft.initiatives.filter((one) => one.slug !== slug) })}
              >
                Take away<span className="tl-hidden"> {name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function bodyOf(draft: Draft) {
  const { name, description, host, database, user, password, encryption, certificate, isForAll, initiatives } = draft;
  return {
    name: name.trim(),
    description: description.trim(),
    host: host.trim(),
    port: Number(draft.port),
    database: database.trim(),
    user: user.trim(),
    encryption,
    certificate: encryption === 'verified' && certificate.trim() !== '' ? certificate : null,
    isForAll,
    initiatives: initiatives.map(({ slug }) => slug),
    ...(password === '' ? {} : { password }),
  };
}
