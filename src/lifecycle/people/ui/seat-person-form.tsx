import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { CheckField, ChoiceField } from '../../../web/kit/index.ts';
import { RightButton, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { DUTY_NAME } from '../playbook.ts';
import { ROLE_BRINGS, ROLE_NAME, ROLES, type Role } from '../roles.ts';
import { accountsQuery } from './account-queries.ts';
import { InviteMissing } from './invite-missing.tsx';
import { peopleClient, tableQuery } from './people-queries.ts';
import { useTableChange } from './use-table-change.ts';

export interface SeatPersonFormProps {
  readonly slug: string;
  readonly rights: Rights;
  /** The role of the chair that was chosen. */
  readonly role?: Role;
  readonly onSeated?: () => void;
}

/** Seats a person: who, in which role, and at which steps. */
export function SeatPersonForm({ slug, rights, role: startRole = 'data-scientist', onSeated }: SeatPersonFormProps) {
  const accounts = useQuery(accountsQuery);
  const table = useQuery(tableQuery(slug));
  const [accountId, setAccountId] = useState('');
  const [role, setRole] = useState<Role>(startRole);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const plan = (table.data?.steps ?? []).flatMap((entry) => {
    const seat = entry.seats.find((candidate) => candidate.role === role);
    return seat ? [{ step: entry.step, name: entry.name, duty: seat.duty }] : [];
  });
  const chosen = plan.map((entry) => entry.step).filter((entry) => !left.has(entry));
  const seat = useTableChange(slug, () =>
    peopleClient.seat({ params: { slug }, body: { accountId, role, steps: chosen } }),
  );
  const people = (accounts.data ?? []).filter((account) => !account.isDisabled);
  const toggle = (changed: string) => {
    const next = new Set(left);
    if (!next.delete(changed)) next.add(changed);
    setLeft(next);
  };
  return (
    <form
      className="tl-stack"
      onSubmit={(event) => {
        event.preventDefault();
        seat.mutate(undefined, { onSuccess: () => onSeated?.() });
      }}
    >
      <div className="tl-columns">
        <ChoiceField
          label="Who"
          value={accountId}
          onChange={(event) => setAccountId(event.currentTarget.value)}
          data={[
            { value: '', label: 'Choose a person' },
            ...people.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
          ]}
        />
        <ChoiceField
          label="In which role"
          help={`Brings ${ROLE_BRINGS[role]}.`}
          value={role}
          onChange={(event) => {
            const next = ROLES.find((candidate) => candidate === event.currentTarget.value);
            if (next) setRole(next);
            setLeft(new Set());
          }}
          data={ROLES.map((id) => ({ value: id, label: ROLE_NAME[id] }))}
        />
      </div>
      <fieldset className="tl-seat-steps">
        <legend>At which steps</legend>
        <div className="tl-row">
          {plan.map((entry) => (
            <CheckField
              key={entry.step}
              label={`${entry.name} (${DUTY_NAME[entry.duty]})`}
              checked={!left.has(entry.step)}
              onChange={() => toggle(entry.step)}
            />
          ))}
        </div>
      </fieldset>
      <ProblemNotice error={seat.error} />
      <RightButton
        right={rightTo(rights, 'table.change')}
        type="submit"
        loading={seat.isPending}
        isOff={accountId === '' || chosen.length === 0}
      >
        Seat them
      </RightButton>
      <InviteMissing accounts={accounts.data ?? []} />
    </form>
  );
}
