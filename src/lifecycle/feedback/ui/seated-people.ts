import { ROLE_NAME, type Role } from '../../people/index.ts';

/** As much of the table as naming its people needs. */
type Tables = readonly {
  readonly seats: readonly {
    readonly role: Role;
    readonly sitters: readonly { readonly accountId: string; readonly name: string }[];
  }[];
}[];

/** Everybody at the table as choices of a field, each once and by name, with what they are here. */
export function seatedPeople(steps: Tables): { value: string; label: string }[] {
  const people = new Map<string, { name: string; roles: Set<string> }>();
  for (const { role, sitters } of steps.flatMap(({ seats }) => seats)) {
    for (const { accountId, name } of sitters) {
      const person = people.get(accountId) ?? { name, roles: new Set() };
      person.roles.add(ROLE_NAME[role]);
      people.set(accountId, person);
    }
  }
  return [...people]
    .map(([value, { name, roles }]) => ({ value, label: `${name} (${[...roles].join(', ')})` }))
    .toSorted((left, right) => left.label.localeCompare(right.label, 'en'));
}

/** The roles that a person holds anywhere at the table. */
export function rolesAtTable(steps: Tables, accountId: string): ReadonlySet<Role> {
  const seats = steps.flatMap(({ seats: ofStep }) => ofStep);
  return new Set(
    seats.filter(({ sitters }) => sitters.some((sitter) => sitter.accountId === accountId)).map(({ role }) => role),
  );
}
