import type { Database, Queryable, Transaction } from '../../platform/database/database.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { refusePeople } from './people.errors.ts';
import { type HeldSeat, hasLostSeats, holdAccount, leaveSeat, takeSeats } from './people.store.ts';
import type { Playbook } from './playbook.ts';
import { ROLE_NAME, type Role } from './roles.ts';

/** A person of the organisation. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** What seating people needs. */
export interface SeatPorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly playbookOf: (queryable: Queryable, initiative: StoredInitiative) => Promise<Playbook>;
  /** Reads the initiative again and keeps its playbook as it is until the end of the transaction. */
  readonly hold: (tx: Transaction, initiative: StoredInitiative) => Promise<StoredInitiative>;
  readonly findPerson: (accountId: string) => Promise<Person | null>;
}

/** Whom to seat, in which role, and where; without steps, wherever the playbook names the role. */
export interface SeatRequest {
  readonly accountId: string;
  readonly role: Role;
  readonly steps?: readonly string[] | undefined;
}

/**
 * Seats a person. Sitting down again where one already sits changes nothing.
 * @throws Problem SEAT_PERSON_UNKNOWN, SEAT_PERSON_LEFT, ROLE_NOT_IN_PLAYBOOK
 */
export async function seatPerson(
  ports: SeatPorts,
  actor: Actor,
  asked: StoredInitiative,
  request: SeatRequest,
): Promise<readonly HeldSeat[]> {
  const person = await ports.findPerson(request.accountId);
  if (!person) throw refusePeople('SEAT_PERSON_UNKNOWN');
  return ports.database.transaction(async (tx) => {
    if ((await holdAccount(tx, person.id)) === 'disabled')
      throw refusePeople('SEAT_PERSON_LEFT', { name: person.name });
    const initiative = await ports.hold(tx, asked);
    const playbook = await ports.playbookOf(tx, initiative);
    const steps = requireSeats(playbook, request);
    return recordSeats(tx, actor, { initiative, playbook }, person, request.role, steps, ports.now());
  });
}

/** The steps where somebody is to sit. @throws Problem ROLE_NOT_IN_PLAYBOOK */
function requireSeats(playbook: Playbook, request: SeatRequest): readonly string[] {
  const named = stepsWith(playbook, request.role);
  const steps = request.steps ?? named;
  const foreign = steps.filter((step) => !named.includes(step));
  if (foreign.length > 0 || steps.length === 0) {
    const where = foreign.map((step) => nameOfStep(playbook, step)).join(', ');
    throw refusePeople('ROLE_NOT_IN_PLAYBOOK', {
      role: ROLE_NAME[request.role],
      steps: where === '' ? 'any step' : where,
    });
  }
  return steps;
}

/** Seats the subject-matter expert of a new initiative, whoever starts it unless stated, in the transaction that starts it. */
export async function seatFounder(
  ports: SeatPorts,
  tx: Transaction,
  initiative: StoredInitiative,
  actor: Actor,
  expert: Actor = actor,
): Promise<void> {
  const playbook = await ports.playbookOf(tx, initiative);
  const founder = { id: expert.accountId, name: expert.name };
  await recordSeats(tx, actor, { initiative, playbook }, founder, 'sme', stepsWith(playbook, 'sme'), ports.now());
}

/** The steps where the playbook gives a role a seat. */
function stepsWith({ steps }: Playbook, role: Role): readonly string[] {
  return steps.filter(({ seats }) => seats[role] !== undefined).map(({ step }) => step);
}

/** A step's own name; the id for a step that the playbook no longer has. */
function nameOfStep({ steps }: Playbook, step: string): string {
  return steps.find((plan) => plan.step === step)?.name ?? step;
}

async function recordSeats(
  tx: Transaction,
  actor: Actor,
  { initiative, playbook }: { readonly initiative: StoredInitiative; readonly playbook: Playbook },
  person: Person,
  role: Role,
  steps: readonly string[],
  at: Date,
): Promise<readonly HeldSeat[]> {
  const seats = await takeSeats(tx, {
    initiativeNo: initiative.no,
    accountId: person.id,
    role,
    steps,
    seatedBy: actor.accountId,
    at,
  });
  if (seats.length === 0) return seats;
  const where = seats.map((seat) => nameOfStep(playbook, seat.step)).join(', ');
  const isWholeAgain = !(await hasLostSeats(tx, initiative.no));
  const who = person.id === actor.accountId ? 'took a seat' : `seated ${person.name}`;
  await appendEvent(
    tx,
    {
      kind: 'seat.taken',
      sentence: `${who} as ${ROLE_NAME[role]} at ${where}`,
      actorId: actor.accountId,
      actorName: actor.name,
      subjectId: initiative.id,
      objectType: 'account',
      objectId: person.id,
      detail: { role, steps: seats.map((seat) => seat.step), isWholeAgain },
    },
    at,
  );
  return seats;
}

/**
 * Takes a person off a seat; the seat is empty again and its gate closes until somebody takes it.
 * @throws Problem SEAT_UNKNOWN
 */
export async function emptySeat(
  ports: SeatPorts,
  actor: Actor,
  initiative: StoredInitiative,
  seatId: string,
): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const at = ports.now();
    const seat = await leaveSeat(tx, initiative.no, seatId, at);
    if (!seat) throw refusePeople('SEAT_UNKNOWN');
    const person = seat.accountId === actor.accountId ? 'their own' : 'the';
    await appendEvent(
      tx,
      {
        kind: 'seat.left',
        sentence: `emptied ${person} seat of ${ROLE_NAME[seat.role]} at ${nameOfStep(await ports.playbookOf(tx, initiative), seat.step)}`,
        actorId: actor.accountId,
        actorName: actor.name,
        subjectId: initiative.id,
        section: seat.step,
        objectType: 'account',
        objectId: seat.accountId,
        detail: { role: seat.role, step: seat.step },
      },
      at,
    );
  });
}
