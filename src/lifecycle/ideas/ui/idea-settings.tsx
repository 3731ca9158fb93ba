import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, ConfirmButton, PersonFace, Section, TextField } from '../../../web/kit/index.ts';
import { FULL_MONTHS } from '../../../words/index.ts';
import { accountsQuery } from '../../people/ui/index.ts';
import { IDEA_LIMITS } from '../idea.ts';
import { ideasPolicy } from '../ideas.policy.ts';
import { IDEAS_KEY, ideaSettingsQuery, ideasClient } from './idea-queries.ts';

/** The departments, the stewards of ideas and the business year; administrators change them. */
export function IdeaSettings({ isAdministrator }: { readonly isAdministrator: boolean }) {
  const settings = useQuery(ideaSettingsQuery);
  if (!settings.data) {
    return (
      <>
        <ProblemNotice error={settings.error} onRetry={() => void settings.refetch()} />
        {settings.isPending && <p className="tl-muted">Reading the settings</p>}
      </>
    );
  }
  const { departments, stewards, fiscalYearStart } = settings.data;
  return (
    <>
      {!isAdministrator && <p className="tl-muted">{ideasPolicy['ideas.manage'].sentence}</p>}
      <div className="tl-columns">
        <Section title="Departments" lead="An idea can name the one that it concerns.">
          {departments.length === 0 && <p className="tl-muted">None yet; ideas name no department.</p>}
          {departments.length > 0 && (
            <ul className="tl-idea-settings">
              {departments.map((department) => (
                <li key={department.id}>
                  <span>{department.name}</span>
                  {isAdministrator && <Rename key={department.name} department={department} />}
                </li>
              ))}
            </ul>
          )}
          {isAdministrator && <AddDepartment />}
        </Section>
        <Section title="Stewards of ideas" lead="They decide about ideas, together with administrators.">
          {stewards.length === 0 && <p className="tl-muted">None named yet: administrators decide.</p>}
          <ul className="tl-idea-settings">
            {stewards.map(({ accountId, name }) => (
              <li key={accountId}>
                <PersonFace name={name} withName />
                {isAdministrator && <Dismiss accountId={accountId} name={name} />}
              </li>
            ))}
          </ul>
          {isAdministrator && <NameSteward named={stewards.map(({ accountId }) => accountId)} />}
        </Section>
        <Section title="The business year" lead="“This quarter” is read by it.">
          {isAdministrator ? (
            <BusinessYear startMonth={fiscalYearStart} />
          ) : (
            <p>Begins in {FULL_MONTHS[fiscalYearStart - 1]}.</p>
          )}
        </Section>
      </div>
    </>
  );
}

/** A change of the settings: afterwards everything about ideas is read again. */
function useSetting<Input>(change: (input: Input) => Promise<unknown>, onDone?: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: IDEAS_KEY });
      onDone?.();
    },
  });
}

function AddDepartment() {
  const [name, setName] = useState('');
  const add = useSetting(
    () => ideasClient.addDepartment({ body: { name } }),
    () => setName((now) => (now === name ? '' : now)),
  );
  return (
    <OneField
      onSend={() => add.mutate(undefined)}
      error={add.error}
      isBusy={add.isPending}
      isOff={name.trim() === ''}
      verb="Add it"
    >
      <TextField
        label="Another department"
        maxLength={IDEA_LIMITS.departmentName}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </OneField>
  );
}

function Rename({ department }: { readonly department: { readonly id: string; readonly name: string } }) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState(department.name);
  const rename = useSetting(() =>
    ideasClient.renameDepartment({ params: { departmentId: department.id }, body: { name } }),
  );
  if (!isOpen) {
    return (
      <Button variant="subtle" onClick={() => setOpen(true)}>
        Rename<span className="tl-hidden"> {department.name}</span>
      </Button>
    );
  }
  return (
    <OneField
      onSend={() => rename.mutate(undefined)}
      error={rename.error}
      isBusy={rename.isPending}
      isOff={name.trim() === ''}
      verb="Rename it"
    >
      <TextField
        label={`New name of ${department.name}`}
        maxLength={IDEA_LIMITS.departmentName}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </OneField>
  );
}

function NameSteward({ named }: { readonly named: readonly string[] }) {
  const accounts = useQuery(accountsQuery);
  const [accountId, setAccountId] = useState('');
  const add = useSetting(
    () => ideasClient.nameSteward({ body: { accountId } }),
    () => setAccountId(''),
  );
  const people = (accounts.data ?? []).filter(({ id, isDisabled }) => !isDisabled && !named.includes(id));
  return (
    <OneField
      onSend={() => add.mutate(undefined)}
      error={add.error}
      isBusy={add.isPending}
      isOff={accountId === ''}
      verb="Make them a steward"
    >
      <ChoiceField
        label="Another steward"
        value={accountId}
        onChange={(event) => setAccountId(event.currentTarget.value)}
        data={[
          { value: '', label: 'Choose a person' },
          ...people.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
        ]}
      />
    </OneField>
  );
}

function Dismiss({ accountId, name }: { readonly accountId: string; readonly name: string }) {
  const dismiss = useSetting(() => ideasClient.dismissSteward({ params: { accountId } }));
  return (
    <>
      <ConfirmButton
        variant="subtle"
        question={`${name} decides about ideas no longer?`}
        confirmLabel="End the stewardship"
        onConfirm={() =>
          dismiss.mutateAsync(undefined).then(
            () => undefined,
            () => undefined,
          )
        }
      >
        End<span className="tl-hidden"> the stewardship of {name}</span>
      </ConfirmButton>
      <ProblemNotice error={dismiss.error} />
    </>
  );
}

function BusinessYear({ startMonth }: { readonly startMonth: number }) {
  const change = useSetting((month: number) => ideasClient.setFiscalYear({ body: { startMonth: month } }));
  return (
    <>
      <ChoiceField
        label="Begins in"
        value={String(startMonth)}
        onChange={(event) => change.mutate(Number(event.currentTarget.value))}
        data={FULL_MONTHS.map((label, index) => ({ value: String(index + 1), label }))}
      />
      <ProblemNotice error={change.error} />
    </>
  );
}

interface OneFieldProps {
  readonly onSend: () => void;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly isOff: boolean;
  readonly verb: string;
  readonly children: ReactNode;
}

/** A form of one field and its button. */
function OneField({ onSend, error, isBusy, isOff, verb, children }: OneFieldProps) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!isOff) onSend();
  };
  return (
    <form className="tl-one-field" onSubmit={send}>
      {children}
      <Button type="submit" variant="default" loading={isBusy} disabled={isOff}>
        {verb}
      </Button>
      <ProblemNotice error={error} />
    </form>
  );
}
