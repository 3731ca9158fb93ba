import type { Database } from '../../platform/database/database.ts';
import { ROLES, type Role } from '../people/index.ts';
import type { Reader } from './line-fragments.store.ts';
import {
  type AwaitedSeat,
  neverHeard,
  readSeatOverview,
  rolesEverNeeded,
  type SeatOverview,
  type UnheardPerson,
  waitersAt,
} from './people-overview.store.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';
import { settleSeatsUnderWay } from './seats-under-way.store.ts';

/** What reading over all tables needs. */
export interface PeopleOverviewPorts {
  readonly database: Database;
  readonly now: () => Date;
}

/** Who is missing, who is waited for and who is never asked, over all initiatives that somebody may see. */
export interface PeopleOverview extends Omit<SeatOverview, 'awaitedSeats'> {
  /** What waits longest, each with those who have spoken there and now wait. */
  readonly awaitedSeats: readonly (AwaitedSeat & { readonly waiters: readonly string[] })[];
  readonly neverHeard: readonly UnheardPerson[];
  /** Roles that no playbook in use needs at any step. */
  readonly rolesNeverNeeded: readonly Role[];
}

/** Reads who is missing where over all initiatives; a fixed number of statements, however many those are. */
export async function readPeopleOverview(ports: PeopleOverviewPorts, reader: Reader): Promise<PeopleOverview> {
  const { database } = ports;
  const now = ports.now();
  const limit = PORTFOLIO_LIMITS.awaited;
  await settleSeatsUnderWay(database);
  const [overview, unheard, needed] = await Promise.all([
    readSeatOverview(database, { reader, now, limit }),
    neverHeard(database, { reader, now, limit }),
    rolesEverNeeded(database),
  ]);
  const waiters = await waitersAt(database, overview.awaitedSeats);
  return {
    ...overview,
    awaitedSeats: overview.awaitedSeats.map((wait) => ({
      ...wait,
      waiters: waiters.get(`${wait.no} ${wait.stepId}`) ?? [],
    })),
    neverHeard: unheard,
    rolesNeverNeeded: ROLES.filter((role) => !needed.includes(role)),
  };
}
