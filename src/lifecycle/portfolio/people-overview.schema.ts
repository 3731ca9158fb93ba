import { z } from 'zod';
import {
  cursorSchema,
  defineApi,
  instantSchema,
  nextCursorSchema,
  pageQuerySchema,
} from '../../platform/contract/index.ts';
import { latenessByRoleSchema } from '../feedback/index.ts';
import { stepSchema } from '../initiatives/index.ts';
import { roleSchema } from '../people/index.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';

const namedLineSchema = z.object({ slug: z.string(), name: z.string() });

/** Roles x steps over all initiatives: one cell. */
export const seatCellSchema = z
  .object({
    role: roleSchema,
    step: stepSchema,
    needed: z.number().int(),
    empty: z.number().int(),
    unheard: z.number().int(),
    silent: z.number().int(),
    emptyAt: z.array(namedLineSchema),
  })
  .meta({ id: 'SeatCell', description: 'How the needed seats of a role stand at the initiatives that are at a step.' });

/** A person whom initiatives wait for. */
export const awaitedPersonSchema = z
  .object({
    accountId: z.uuid(),
    name: z.string(),
    seats: z.number().int(),
    initiatives: z.number().int(),
    oldestSince: instantSchema,
    oldest: namedLineSchema.extend({ step: stepSchema, role: roleSchema }),
  })
  .meta({ id: 'AwaitedPerson' });

/** A seat that somebody waits for. */
export const awaitedSeatSchema = namedLineSchema
  .extend({
    step: stepSchema,
    role: roleSchema,
    accountId: z.uuid(),
    person: z.string(),
    since: instantSchema,
    /** Who has spoken at that step and now waits. */
    waiters: z.array(z.string()),
  })
  .meta({ id: 'AwaitedSeat' });

/** Somebody who holds seats and has never said a word. */
export const unheardPersonSchema = z
  .object({
    accountId: z.uuid(),
    name: z.string(),
    initiatives: z.number().int(),
    since: instantSchema,
    first: namedLineSchema,
  })
  .meta({ id: 'UnheardPerson' });

/** A table that lost somebody with their account. */
export const departureSchema = namedLineSchema
  .extend({
    accountId: z.uuid(),
    person: z.string(),
    at: instantSchema,
    /** The seats that they held there, by the names of the steps, with who holds them now. */
    seats: z.array(z.object({ step: z.string(), role: roleSchema, now: z.array(z.string()) })),
  })
  .meta({ id: 'Departure' });

/** Which initiatives are looked at: all, or those that came from an idea of one department. */
const whereQuery = z.object({ department: z.uuid().optional() });

/** The endpoints about the people of all lines. Each shows only what the caller may see. */
export const peopleOverviewApi = defineApi({
  people: {
    method: 'GET',
    path: '/api/people',
    summary:
      'Who is missing where, who is waited for and who is never heard, over all initiatives under way or those of a department.',
    access: 'signed-in',
    query: whereQuery,
    response: z.object({
      cells: z.array(seatCellSchema),
      awaitedPeople: z.array(awaitedPersonSchema).max(PORTFOLIO_LIMITS.awaited),
      awaitedSeats: z.array(awaitedSeatSchema).max(PORTFOLIO_LIMITS.awaited),
      neverHeard: z.array(unheardPersonSchema).max(PORTFOLIO_LIMITS.awaited),
      /** Roles that no playbook in use needs at any step. */
      rolesNeverNeeded: z.array(roleSchema),
      silentAfterDays: z.number().int(),
    }),
  },
  lateness: {
    method: 'GET',
    path: '/api/lateness',
    summary: 'What it cost that findings came back to an earlier step, by the role that had been missed there.',
    access: 'signed-in',
    query: whereQuery,
    response: z.object({
      roles: z.array(latenessByRoleSchema),
      /** Findings that came back, those where nobody was missed included. */
      findings: z.number().int(),
      /** False beyond the limit of findings that are weighed at once; then the newest are. */
      isComplete: z.boolean(),
    }),
  },
  departures: {
    method: 'GET',
    path: '/api/departures',
    summary:
      'Which tables lost whom because an account was disabled, newest first, and whether the seats are taken again.',
    access: { action: 'installation.manage' },
    query: pageQuerySchema.extend({
      cursor: cursorSchema(/^\d{1,15}-\d{1,15}-[0-9a-f-]{36}$/),
    }),
    response: z.object({ departures: z.array(departureSchema), nextCursor: nextCursorSchema }),
  },
});
