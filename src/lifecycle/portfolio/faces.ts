import type { Step } from '../line-order.ts';
import { isRequired, type Playbook, ROLES, type Role } from '../people/index.ts';

/** A person on a seat of an initiative. */
export interface Seated {
  readonly accountId: string;
  readonly name: string;
  readonly step: Step;
  readonly role: Role;
}

/** A face in a list: a person once, in one of their roles. */
export interface Face {
  readonly accountId: string;
  readonly name: string;
  readonly role: Role;
}

/** Each person once: those who sit at the present step first, else in the order in which they sat down. */
export function facesOf(seated: readonly Seated[], step: Step | null): readonly Face[] {
  const here = seated.filter((seat) => seat.step === step);
  const byPerson = new Map<string, Face>();
  for (const { accountId, name, role } of [...here, ...seated]) {
    if (!byPerson.has(accountId)) byPerson.set(accountId, { accountId, name, role });
  }
  return [...byPerson.values()];
}

/** Roles that a step needs and that nobody holds there, in the order of the roles. */
export function emptyRoles(playbook: Playbook, step: Step | null, seated: readonly Seated[]): readonly Role[] {
  const seats = playbook.steps.find((plan) => plan.step === step)?.seats ?? {};
  return ROLES.filter((role) => {
    const duty = seats[role];
    return duty !== undefined && isRequired(duty) && !seated.some((seat) => seat.step === step && seat.role === role);
  });
}
