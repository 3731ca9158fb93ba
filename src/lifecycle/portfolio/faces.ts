import { type PlannedStep, ROLES, type Role } from '../people/index.ts';

/** A person on a seat of an initiative. */
export interface Seated {
  readonly accountId: string;
  readonly name: string;
  readonly step: string;
  readonly role: Role;
}

/** A face in a list: a person once, in one of their roles. */
export interface Face {
  readonly accountId: string;
  readonly name: string;
  readonly role: Role;
}

/** Each person once: those who sit at the present step first, else in the order in which they sat down. */
export function facesOf(seated: readonly Seated[], step: string | null): readonly Face[] {
  const here = seated.filter((seat) => seat.step === step);
  const byPerson = new Map<string, Face>();
  for (const { accountId, name, role } of [...here, ...seated]) {
    if (!byPerson.has(accountId)) byPerson.set(accountId, { accountId, name, role });
  }
  return [...byPerson.values()];
}

/** Roles that the gate of a step wants to hear and that nobody holds there, in the order of the roles. */
export function emptyRoles(plan: PlannedStep | undefined, seated: readonly Seated[]): readonly Role[] {
  if (!plan) return [];
  return ROLES.filter(
    (role) => plan.heard.includes(role) && !seated.some((seat) => seat.step === plan.step && seat.role === role),
  );
}
