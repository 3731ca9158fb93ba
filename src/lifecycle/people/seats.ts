import { type Duty, EVIDENCE_NAME, type EvidenceKind, type PlannedStep } from './playbook.ts';
import { type Presence, presenceOf, type StepCourse } from './presence.ts';
import { ROLE_NAME, type Role } from './roles.ts';

/** A person on a seat, with when they sat down and when they last contributed to the step in this iteration. */
export interface Sitter {
  readonly seatId: string;
  readonly accountId: string;
  readonly name: string;
  readonly seatedAt: string;
  readonly lastContributionAt: string | null;
}

/** A seat of the table: a role at a step, its duty, and who holds it. */
export interface Seat {
  readonly step: string;
  readonly role: Role;
  readonly duty: Duty;
  /** Whether the gate waits to hear this seat. */
  readonly isRequired: boolean;
  readonly sitters: readonly (Sitter & { readonly presence: Presence })[];
}

/** The seats of one step in the playbook's order. */
export function seatsOfStep(
  plan: PlannedStep,
  sitters: readonly (Sitter & { readonly role: Role })[],
  course: StepCourse,
): readonly Seat[] {
  return Object.entries(plan.seats).map(([role, duty]) => {
    const isNeeded = plan.heard.some((needed) => needed === role);
    return {
      step: plan.step,
      // Object.entries loses the key type of the record that the playbook declares.
      role: role as Role,
      duty,
      isRequired: isNeeded,
      sitters: sitters
        .filter((sitter) => sitter.role === role)
        .map(({ role: _, ...sitter }) => ({ ...sitter, presence: presenceOf(sitter, isNeeded, course) })),
    };
  });
}

/** What keeps a step from closing. */
export type GateGap =
  | { readonly kind: 'empty-seat'; readonly role: Role; readonly sentence: string }
  | { readonly kind: 'not-heard'; readonly role: Role; readonly names: readonly string[]; readonly sentence: string }
  | { readonly kind: 'evidence'; readonly evidence: EvidenceKind; readonly sentence: string }
  | { readonly kind: 'approval'; readonly role: Role; readonly sentence: string };

/** The gate of a step: everything that is still missing, in sentences; empty when the step may close. */
export function gateGaps(
  plan: PlannedStep,
  seats: readonly Seat[],
  evidence: ReadonlySet<EvidenceKind>,
  approved: readonly Role[],
): readonly GateGap[] {
  const people = seats
    .filter((seat) => seat.isRequired)
    .flatMap((seat): readonly GateGap[] => {
      if (seat.sitters.length === 0) {
        return [
          {
            kind: 'empty-seat',
            role: seat.role,
            sentence: `${ROLE_NAME[seat.role]}: nobody has this seat at ${plan.name}.`,
          },
        ];
      }
      if (seat.sitters.some((sitter) => sitter.lastContributionAt !== null)) return [];
      const names = seat.sitters.map((sitter) => sitter.name);
      return [
        {
          kind: 'not-heard',
          role: seat.role,
          names,
          sentence: `${ROLE_NAME[seat.role]}: ${names.join(', ')} has not been heard at ${plan.name} yet.`,
        },
      ];
    });
  const missing = plan.evidence
    .filter((kind) => !evidence.has(kind))
    .map((kind): GateGap => ({ kind: 'evidence', evidence: kind, sentence: `Not yet: ${EVIDENCE_NAME[kind]}.` }));
  const unapproved = plan.approvals
    .filter((role) => !approved.includes(role))
    .map(
      (role): GateGap => ({
        kind: 'approval',
        role,
        sentence: `${ROLE_NAME[role]}: has not approved ${plan.name} yet.`,
      }),
    );
  return [...people, ...missing, ...unapproved];
}

/** Names of the people on seats by role, each person once; several in one role are joined by "and". */
export function namesByRole(
  sitters: readonly { readonly role: Role; readonly accountId: string; readonly name: string }[],
): Readonly<Partial<Record<Role, string>>> {
  const names = new Map<Role, Map<string, string>>();
  for (const { role, accountId, name } of sitters) names.set(role, (names.get(role) ?? new Map()).set(accountId, name));
  return Object.fromEntries([...names].map(([role, people]) => [role, [...people.values()].join(' and ')]));
}
