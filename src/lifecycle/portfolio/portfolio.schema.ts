import { z } from 'zod';
import {
  cursorSchema,
  daySchema,
  defineApi,
  instantSchema,
  intervalSchema,
  nextCursorSchema,
  pageQuerySchema,
} from '../../platform/contract/index.ts';
import { stepSchema, VISIBILITIES } from '../initiatives/index.ts';
import { STEPS } from '../line-order.ts';
import { CHAIN_LINKS, VERDICT_STATES } from '../outcomes/index.ts';
import { roleSchema } from '../people/index.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';
import { SEARCH_KINDS } from './search-words.ts';
import { WAITING_KINDS } from './waiting-item.ts';

/** A KPI contract in a list: from where to where, by when. */
const kpiTargetSchema = z.object({
  name: z.string(),
  unit: z.string(),
  direction: z.enum(['up', 'down']),
  baseline: z.number(),
  target: z.number(),
  due: daySchema,
});

/** A KPI value as the company reports it, with the last day of its period. */
const kpiPointSchema = z.object({ periodEnd: daySchema, value: z.number() });

/** Money as a range and a best estimate in minor units, with where it comes from. */
const moneySchema = z.object({
  intervalMinor: intervalSchema,
  pointMinor: z.number(),
  currency: z.string(),
  label: z.enum(['proxy', 'measured', 'validated']),
});

/** The last verdict of an initiative, in short. */
const lastVerdictSchema = z.object({
  state: z.enum(VERDICT_STATES),
  headline: z.string(),
  brokenLink: z.enum(CHAIN_LINKS).nullable(),
  takenAt: instantSchema,
});

/** One initiative of the list. */
export const portfolioLineSchema = z
  .object({
    slug: z.string(),
    name: z.string(),
    question: z.string(),
    visibility: z.enum(VISIBILITIES),
    iteration: z.number().int().min(1),
    /** The id of the step where it is now; `null` when every step is closed. */
    step: z.string().nullable(),
    /** The part of the line to which that step belongs. */
    part: stepSchema.nullable(),
    stepName: z.string().nullable(),
    /** Whole days since the initiative came to this step. */
    daysInStep: z.number().int().min(0),
    lastActivityAt: instantSchema,
    /** The KPI of the framing in force; `null` before one is signed. */
    kpi: kpiTargetSchema.nullable(),
    /** The KPI as last observed; not what the initiative did to it. */
    kpiNow: kpiPointSchema.nullable(),
    lastVerdict: lastVerdictSchema.nullable(),
    /** Some of the people at the table, those at the present step first. */
    faces: z.array(z.object({ accountId: z.uuid(), name: z.string(), role: roleSchema })).max(PORTFOLIO_LIMITS.faces),
    /** How many people sit at the table. */
    peopleCount: z.number().int(),
    /** Roles that the present step needs and that nobody holds there. */
    emptySeats: z.array(roleSchema),
    /** Return tickets that wait for an answer. */
    openTickets: z.number().int(),
  })
  .meta({ id: 'PortfolioLine' });

/** One thing that waits for the caller. */
export const waitingItemSchema = z
  .object({
    kind: z.enum(WAITING_KINDS),
    /** The initiative and its name; `null` for what belongs to none yet, with the name of the list where it stands. */
    slug: z.string().nullable(),
    name: z.string(),
    sentence: z.string(),
    /** The word on the button. */
    verb: z.string(),
    /** How long it takes, roughly. */
    minutes: z.number().int().min(1),
    path: z.string(),
    since: instantSchema,
  })
  .meta({ id: 'WaitingItem' });

/** "Is it working?" for one initiative at whose table the caller sits. */
const workingSchema = z.object({
  slug: z.string(),
  name: z.string(),
  sentence: z.string(),
  state: z.enum(VERDICT_STATES).nullable(),
  takenAt: instantSchema.nullable(),
  path: z.string(),
  kpi: kpiTargetSchema.nullable(),
  /** The KPI as observed, oldest first. */
  points: z.array(kpiPointSchema).max(PORTFOLIO_LIMITS.seriesPoints),
});

/** What somebody else did: one event, or all that are alike of one day, at the moment of the newest. */
const changeSchema = z.object({
  seq: z.number().int(),
  at: instantSchema,
  actorName: z.string(),
  kind: z.string(),
  /** What happened, in a sentence without the actor's name. */
  sentence: z.string(),
  /** The step where it happened, and its name; `null` for what belongs to no step. */
  step: z.string().nullable(),
  stepName: z.string().nullable(),
  slug: z.string(),
  name: z.string(),
  path: z.string(),
});

/** What an initiative promised, and what was measured. */
export const resultSchema = z
  .object({
    slug: z.string(),
    name: z.string(),
    /** The id of the step where it is now; `null` when every step is closed. */
    step: z.string().nullable(),
    stepName: z.string().nullable(),
    kpi: kpiTargetSchema,
    kpiNow: kpiPointSchema.nullable(),
    promised: z.object({
      /** In the KPI's unit; positive is better. */
      change: z.number(),
      /** What the framing claims the change is worth; `null` without a population or a value. Never a measured figure. */
      claimedCents: z.number().nullable(),
      currency: z.string(),
    }),
    /** What the initiative added to the KPI by its last verdict, in the KPI's unit; `null` when not measured. */
    measured: z.object({ interval: intervalSchema, point: z.number() }).nullable(),
    /** Money after costs by its last verdict, with where it comes from. */
    money: moneySchema.nullable(),
    grade: z.enum(['A', 'B', 'C', 'D', 'E']).nullable(),
    lastVerdict: lastVerdictSchema.nullable(),
  })
  .meta({ id: 'InitiativeResult' });

const summedMoneySchema = z.object({
  intervalMinor: intervalSchema,
  pointMinor: z.number(),
  initiatives: z.number().int(),
});

/** The endpoints over all lines. Each shows only what the caller may see. */
export const portfolioApi = defineApi({
  list: {
    method: 'GET',
    path: '/api/portfolio',
    summary:
      'The initiatives that the caller may see, newest activity first, each with where it is and whether it works.',
    access: 'signed-in',
    query: pageQuerySchema.extend({
      cursor: cursorSchema(/^\d{1,15}-\d{1,15}$/),
      q: z.string().trim().max(PORTFOLIO_LIMITS.searchLength).optional(),
      /** Only initiatives at this part of the line, or with every step closed. */
      step: z.enum([...STEPS, 'done']).optional(),
    }),
    response: z.object({ initiatives: z.array(portfolioLineSchema), nextCursor: nextCursorSchema }),
  },
  today: {
    method: 'GET',
    path: '/api/today',
    summary: 'What waits for the caller, whether their initiatives work, and what others changed.',
    access: 'signed-in',
    response: z.object({
      waiting: z.array(waitingItemSchema),
      working: z.array(workingSchema),
      changes: z.array(changeSchema),
    }),
  },
  search: {
    method: 'GET',
    path: '/api/search',
    summary:
      'Whatever the caller may see that has all of these words or beginnings of words, by kind, the newest first.',
    access: 'signed-in',
    query: z.object({ q: z.string().trim().min(1).max(PORTFOLIO_LIMITS.searchLength) }),
    response: z.object({
      groups: z.array(
        z.object({
          kind: z.enum(SEARCH_KINDS),
          found: z.array(
            z.object({ title: z.string(), excerpt: z.string(), path: z.string(), place: z.string().nullable() }),
          ),
        }),
      ),
    }),
  },
  outcomes: {
    method: 'GET',
    path: '/api/outcomes',
    summary: 'Promised against measured for each initiative with a signed framing, and which link broke.',
    access: 'signed-in',
    query: pageQuerySchema.extend({
      cursor: cursorSchema(/^\d{1,15}$/),
    }),
    response: z.object({
      results: z.array(resultSchema),
      nextCursor: nextCursorSchema,
      /** Over all initiatives that the caller may see, by currency: three figures that are never added together. */
      totals: z.array(
        z.object({
          currency: z.string(),
          claimed: z.object({ cents: z.number(), initiatives: z.number().int() }),
          measured: summedMoneySchema,
          validated: summedMoneySchema,
        }),
      ),
      /** Whether the totals cover every initiative; false beyond the limit of initiatives read at once. */
      isComplete: z.boolean(),
    }),
  },
});
