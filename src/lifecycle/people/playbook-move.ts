import { type PlaybookContent, type PlaybookStep, planFor, type RiskTier } from './playbook.ts';
import { ROLE_NAME, ROLES, type Role } from './roles.ts';

/** A person on a seat, as far as a move to another playbook needs it. */
export interface MovingSitter {
  readonly seatId: string;
  readonly accountId: string;
  readonly name: string;
  readonly step: string;
  readonly role: Role;
}

/** What a move to another playbook does to one initiative. */
export interface PlaybookMove {
  /** Seats that the new playbook has for roles that somebody holds already: they sit down there too. */
  readonly seated: readonly {
    readonly accountId: string;
    readonly name: string;
    readonly role: Role;
    readonly step: string;
  }[];
  /** Seats that the new playbook does not have. */
  readonly emptied: readonly MovingSitter[];
  /** Closed steps that open again, because the new gate asks for more. */
  readonly reopened: readonly string[];
  /** Closed steps that the new playbook does not have. */
  readonly dropped: readonly string[];
  /** What changes for this initiative, in sentences. */
  readonly sentences: readonly string[];
}

/**
 * What changes for an initiative when it moves to another playbook. People follow their roles to seats that are new; a
 * closed step stays closed when its new gate asks for nothing more than the old one did.
 */
export function planMove(
  from: PlaybookContent,
  to: PlaybookContent,
  tier: RiskTier,
  closed: readonly string[],
  sitters: readonly MovingSitter[],
): PlaybookMove {
  const before = new Map(from.steps.map((step) => [step.step, step]));
  const after = new Map(to.steps.map((step) => [step.step, step]));
  const emptied = sitters.filter(({ step, role }) => after.get(step)?.seats[role] === undefined);
  const seated = newSeats(to, before, sitters);
  const dropped = closed.filter((step) => !after.has(step));
  const reopened = closed.filter((step) => {
    const [old, next] = [before.get(step), after.get(step)];
    return old !== undefined && next !== undefined && asksMore(old, next, tier);
  });
  const nameOf = (step: string) => after.get(step)?.name ?? before.get(step)?.name ?? step;
  return {
    seated,
    emptied,
    reopened,
    dropped,
    sentences: [
      ...goneAndNew(from, to),
      ...dropped.map((step) => `${nameOf(step)} was closed; it is no longer needed.`),
      ...reopened.map((step) => `${nameOf(step)} opens again, because its gate now asks for more.`),
      ...byPerson(seated).map(
        ({ name, role, steps }) => `${name} also sits as ${ROLE_NAME[role]} at ${steps.map(nameOf).join(', ')}.`,
      ),
      ...byPerson(emptied).map(
        ({ name, role, steps }) => `${name} no longer sits as ${ROLE_NAME[role]} at ${steps.map(nameOf).join(', ')}.`,
      ),
      ...leavers(sitters, emptied, seated).map((name) => `${name} has no seat at this table any more.`),
      ...emptyChairs(to, tier, sitters, seated).map(
        ({ step, roles }) => `${step} needs somebody as ${roles.map((role) => ROLE_NAME[role]).join(', ')}.`,
      ),
    ],
  };
}

function newSeats(
  to: PlaybookContent,
  before: ReadonlyMap<string, PlaybookStep>,
  sitters: readonly MovingSitter[],
): PlaybookMove['seated'] {
  const held = new Map(sitters.map(({ accountId, name, role }) => [`${accountId} ${role}`, { accountId, name, role }]));
  return to.steps.flatMap((step) =>
    [...held.values()]
      .filter(({ role }) => step.seats[role] !== undefined && before.get(step.step)?.seats[role] === undefined)
      .map((person) => ({ ...person, step: step.step })),
  );
}

function asksMore(old: PlaybookStep, next: PlaybookStep, tier: RiskTier): boolean {
  const [was, is] = [planFor(old, tier), planFor(next, tier)];
  return (
    is.heard.some((role) => !was.heard.includes(role)) ||
    is.evidence.some((kind) => !was.evidence.includes(kind)) ||
    is.approvals.some((role) => !was.approvals.includes(role))
  );
}

function goneAndNew(from: PlaybookContent, to: PlaybookContent): readonly string[] {
  const has = ({ steps }: PlaybookContent, id: string) => steps.some(({ step }) => step === id);
  return [
    ...to.steps.filter(({ step }) => !has(from, step)).map(({ name }) => `${name} is a step now.`),
    ...from.steps.filter(({ step }) => !has(to, step)).map(({ name }) => `${name} is not needed any more.`),
    ...to.steps.flatMap((step) => {
      const old = from.steps.find((entry) => entry.step === step.step);
      return old && old.name !== step.name ? [`${old.name} is called ${step.name} now.`] : [];
    }),
  ];
}

function byPerson(
  seats: readonly { readonly accountId: string; readonly name: string; readonly role: Role; readonly step: string }[],
): readonly { readonly name: string; readonly role: Role; readonly steps: readonly string[] }[] {
  const people = new Map<string, { name: string; role: Role; steps: string[] }>();
  for (const { accountId, name, role, step } of seats) {
    const key = `${accountId} ${role}`;
    const person = people.get(key) ?? { name, role, steps: [] };
    person.steps.push(step);
    people.set(key, person);
  }
  return [...people.values()];
}

function leavers(
  sitters: readonly MovingSitter[],
  emptied: readonly MovingSitter[],
  seated: PlaybookMove['seated'],
): readonly string[] {
  const gone = new Set(emptied.map(({ seatId }) => seatId));
  const stays = new Set([
    ...sitters.filter(({ seatId }) => !gone.has(seatId)).map(({ accountId }) => accountId),
    ...seated.map(({ accountId }) => accountId),
  ]);
  const names = new Map(
    emptied.filter(({ accountId }) => !stays.has(accountId)).map(({ accountId, name }) => [accountId, name]),
  );
  return [...names.values()];
}

function emptyChairs(
  to: PlaybookContent,
  tier: RiskTier,
  sitters: readonly MovingSitter[],
  seated: PlaybookMove['seated'],
): readonly { readonly step: string; readonly roles: readonly Role[] }[] {
  const taken = [...sitters, ...seated];
  return to.steps.flatMap((entry) => {
    const { step, name, heard } = planFor(entry, tier);
    const roles = ROLES.filter(
      (role) => heard.includes(role) && !taken.some((seat) => seat.step === step && seat.role === role),
    );
    return roles.length === 0 ? [] : [{ step: name, roles }];
  });
}
