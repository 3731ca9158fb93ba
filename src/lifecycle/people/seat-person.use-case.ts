import type { Database, Transaction } from '../../platform/database/database.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { STEP_NAME, type Step } from '../line-order.ts';
import { refusePeople } from './people.errors.ts';
import { type HeldSeat, leaveSeat, takeSeats } from './people.store.ts';
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
  readonly playbookOf: (initiative: StoredInitiative) => Playbook;
  readonly findPerson: (accountId: string) => Promise<Person | null>;
}

/** Whom to seat, in which role, and where; without steps, wherever the playbook names the role. */
export interface SeatRequest {
  readonly accountId: string;
  readonly role: Role;
  readonly steps?: readonly Step[] | undefined;
}

/**
 * Seats a person. Sitting down again where one already sits changes nothing.
 * @throws Problem SEAT_PERSON_UNKNOWN, ROLE_NOT_IN_PLAYBOOK
 */
export async function seatPerson(
  ports: SeatPorts,
  actor: Actor,
  initiative: StoredInitiative,
  request: SeatRequest,
): Promise<readonly HeldSeat[]> {
  const person = await ports.findPerson(request.accountId);
  if (!person) throw refusePeople('SEAT_PERSON_UNKNOWN');
  const named = ports
    .playbookOf(initiative)
    .steps.filter((plan) => plan.seats[request.role] !== undefined)
    .map((plan) => plan.step);
  const steps = request.steps ?? named;
  const foreign = steps.filter((step) => !named.includes(step));
  if (foreign.length > 0) {
    throw refusePeople('ROLE_NOT_IN_PLAYBOOK', {
      role: ROLE_NAME[request.role],
      steps: foreign.map((step) => STEP_NAME[step]).join(', '),
    });
  }
  return ports.database.transaction((tx) =>
    recordSeats(tx, actor, initiative, person, request.role, steps, ports.now()),
  );
}

/** Seats the subject-matter expert of a new initiative, whoever starts it unless stated, in the transaction that starts it. */
export async function seatFounder(
  ports: SeatPorts,
  tx: Transaction,
  initiative: StoredInitiative,
  actor: Actor,
  expert: Actor = actor,
): Promise<void> {
  const steps = ports
    .playbookOf(initiative)
    .steps.filter((plan) => plan.seats.sme !== undefined)
    .map((plan) => plan.step);
  await recordSeats(tx, actor, initiative, { id: expert.accountId, name: expert.name }, 'sme', steps, ports.now());
}

async function recordSeats(
  tx: Transaction,
  actor: Actor,
  initiative: StoredInitiative,
  person: Person,
  role: Role,
  steps: readonly Step[],
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
  const where = seats.map((seat) => STEP_NAME[seat.step]).join(', ');
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
      detail: { role, steps: seats.map((seat) => seat.step) },
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
        sentence: `emptied ${person} seat of ${ROLE_NAME[seat.role]} at ${STEP_NAME[seat.step]}`,
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
