import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { latenessByMissedRole } from '../feedback/index.ts';
import type { Departure, DeparturePlace } from './departures.store.ts';
import { peopleOverviewApi } from './people-overview.schema.ts';
import type { PeopleOverview } from './read-people-overview.use-case.ts';

interface Caller {
  readonly accountId: string;
  readonly isAuditor: boolean;
}

/** What the routes about the people of all lines call. */
export interface PeopleOverviewUseCases {
  /** With a department, only over the initiatives that came from its ideas. */
  people(viewer: Caller, departmentId: string | undefined): Promise<PeopleOverview>;
  lateness(
    viewer: Caller,
    departmentId: string | undefined,
  ): Promise<{
    readonly roles: ReturnType<typeof latenessByMissedRole>;
    readonly findings: number;
    readonly isComplete: boolean;
  }>;
  departures(
    viewer: Caller,
    page: { readonly after: DeparturePlace | null; readonly limit: number },
  ): Promise<readonly Departure[]>;
}

/** The routes about the people of all lines. */
export function peopleOverviewRoutes(useCases: PeopleOverviewUseCases): MountedApi {
  return mountApi('People', peopleOverviewApi, {
    people: async ({ query }, { principal }) => presentOverview(await useCases.people(principal, query.department)),
    lateness: async ({ query }, { principal }) => {
      const { roles, ...rest } = await useCases.lateness(principal, query.department);
      return { roles: roles.map((role) => ({ ...role })), ...rest };
    },
    departures: async ({ query }, { principal }) => {
      const { cursor, limit } = query;
      const found = await useCases.departures(principal, { after: readPlace(cursor), limit: limit + 1 });
      const shown = found.slice(0, limit);
      const last = shown.at(-1)?.place;
      return {
        departures: shown.map(presentDeparture),
        nextCursor: found.length > limit && last ? `${last.at}-${last.no}-${last.accountId}` : null,
      };
    },
  });
}

function readPlace(cursor: string | undefined): DeparturePlace | null {
  const [, at, no, accountId] = /^(\d+)-(\d+)-(.+)$/.exec(cursor ?? '') ?? [];
  return accountId === undefined ? null : { at: Number(at), no: Number(no), accountId };
}

function presentOverview(overview: PeopleOverview) {
  return {
    cells: overview.cells.map((cell) => ({ ...cell, emptyAt: [...cell.emptyAt] })),
    awaitedPeople: overview.awaitedPeople.map((person) => ({
      ...person,
      oldestSince: person.oldestSince.toISOString(),
    })),
    awaitedSeats: overview.awaitedSeats.map(({ no: _, stepId: _id, ...wait }) => ({
      ...wait,
      since: wait.since.toISOString(),
      waiters: [...wait.waiters],
    })),
    neverHeard: overview.neverHeard.map((person) => ({ ...person, since: person.since.toISOString() })),
    rolesNeverNeeded: [...overview.rolesNeverNeeded],
    silentAfterDays: overview.silentAfterDays,
  };
}

function presentDeparture({ place: _, ...departure }: Departure) {
  return {
    ...departure,
    at: departure.at.toISOString(),
    seats: departure.seats.map((seat) => ({ ...seat, now: [...seat.now] })),
  };
}
