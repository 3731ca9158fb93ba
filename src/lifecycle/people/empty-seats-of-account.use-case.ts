import type { Transaction } from '../../platform/database/database.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor } from '../initiatives/index.ts';
import { type LostSeats, loseSeats } from './people.store.ts';
import { ROLE_NAME } from './roles.ts';
import type { Person } from './seat-person.use-case.ts';

/**
 * Empties every seat of a person, in the transaction that disables their account. Each table that loses them gets its own
 * event, and its gates name the missing role again until somebody takes the seat. Letting them in again gives no seat
 * back: whoever is at the table decides that.
 * @returns the initiatives whose tables lost them.
 */
export async function emptySeatsOfAccount(
  tx: Transaction,
  actor: Actor,
  person: Person,
  at: Date,
): Promise<readonly LostSeats[]> {
  const lost = await loseSeats(tx, person.id, at);
  for (const { initiativeId, slug, seats } of lost) {
    await appendEvent(
      tx,
      {
        kind: 'person.left',
        sentence: `disabled the account of ${person.name}${whatIsEmpty(seats)}`,
        actorId: actor.accountId,
        actorName: actor.name,
        subjectId: initiativeId,
        objectType: 'account',
        objectId: person.id,
        detail: {
          slug,
          accountId: person.id,
          name: person.name,
          seats: seats.map((seat) => ({ ...seat })),
          isAwaited: seats.some(({ isAwaited }) => isAwaited),
        },
      },
      at,
    );
  }
  return lost;
}

/** Which chairs nobody sits on now, as the end of the sentence. */
function whatIsEmpty(seats: LostSeats['seats']): string {
  const empty = seats.filter(({ isEmpty }) => isEmpty);
  return empty.length === 0
    ? '; others sit on every one of their seats'
    : `, so these seats are empty: ${inWords(empty)}`;
}

/** Seats by role: "Data scientist at Frame, Build; Business sponsor at Ask". */
function inWords(seats: LostSeats['seats']): string {
  const byRole = new Map<string, string[]>();
  for (const { role, stepName } of seats) {
    const steps = byRole.get(ROLE_NAME[role]) ?? [];
    steps.push(stepName);
    byRole.set(ROLE_NAME[role], steps);
  }
  return [...byRole].map(([role, steps]) => `${role} at ${steps.join(', ')}`).join('; ');
}
