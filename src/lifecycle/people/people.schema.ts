import { z } from 'zod';
import { defineApi, instantSchema, nothingSchema } from '../../platform/contract/index.ts';
import { initiativeParams, lineStepSchema, STEP_STATES } from '../initiatives/index.ts';
import { stepIdSchema } from './playbook.schema.ts';
import { DUTIES, EVIDENCE_KINDS, PLAYBOOK_LIMITS, RISK_TIERS } from './playbook.ts';
import { PRESENCES, SILENT_AFTER_DAYS_RANGE } from './presence.ts';
import { ROLES } from './roles.ts';

/** A role. */
export const roleSchema = z.enum(ROLES);

/** A person on a seat. */
const sitterSchema = z.object({
  seatId: z.uuid(),
  accountId: z.uuid(),
  name: z.string(),
  seatedAt: instantSchema,
  lastContributionAt: instantSchema.nullable(),
  presence: z.enum(PRESENCES),
});

/** A seat of the table. */
export const seatSchema = z
  .object({
    step: stepIdSchema,
    role: roleSchema,
    duty: z.enum(DUTIES),
    isRequired: z.boolean(),
    sitters: z.array(sitterSchema),
  })
  .meta({ id: 'Seat' });

/** What keeps a step from closing. */
export const gateGapSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('empty-seat'), role: roleSchema, sentence: z.string() }),
    z.object({ kind: z.literal('not-heard'), role: roleSchema, names: z.array(z.string()), sentence: z.string() }),
    z.object({ kind: z.literal('evidence'), evidence: z.enum(EVIDENCE_KINDS), sentence: z.string() }),
    z.object({ kind: z.literal('approval'), role: roleSchema, sentence: z.string() }),
  ])
  .meta({ id: 'GateGap' });

/** After how many days without a word somebody counts as silent. */
export const silenceSchema = z.object({
  silentAfterDays: z.number().int().min(SILENT_AFTER_DAYS_RANGE.fewest).max(SILENT_AFTER_DAYS_RANGE.most),
});

const stepParams = initiativeParams.extend({ step: stepIdSchema });

/** The endpoints of who is at the table. */
export const peopleApi = defineApi({
  table: {
    method: 'GET',
    path: '/api/initiatives/:slug/table',
    summary: 'Who has a seat at each step, who is missing, and what keeps each step from closing.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({
      /** The tier of risk whose gates count; not stated before a framing is signed. */
      risk: z.object({ tier: z.enum(RISK_TIERS), isStated: z.boolean() }),
      steps: z.array(
        lineStepSchema.extend({
          state: z.enum(STEP_STATES),
          seats: z.array(seatSchema),
          /** Every role that has to approve before the step closes, and who did. */
          approvals: z.array(z.object({ role: roleSchema, by: z.string().nullable(), at: instantSchema.nullable() })),
          gaps: z.array(gateGapSchema),
        }),
      ),
    }),
  },
  readSilence: {
    method: 'GET',
    path: '/api/people/silence',
    summary: 'After how many days without a word somebody counts as silent in this installation.',
    access: 'signed-in',
    response: silenceSchema,
  },
  changeSilence: {
    method: 'PUT',
    path: '/api/people/silence',
    summary: 'Changes after how many days without a word somebody counts as silent.',
    access: { action: 'silence.change' },
    body: silenceSchema,
    response: silenceSchema,
  },
  seat: {
    method: 'POST',
    path: '/api/initiatives/:slug/seats',
    summary: 'Seats a person in a role, at the named steps or at every step where the playbook names the role.',
    access: { action: 'table.change' },
    params: initiativeParams,
    body: z.object({
      accountId: z.uuid(),
      role: roleSchema,
      steps: z.array(stepIdSchema).min(1).max(PLAYBOOK_LIMITS.steps).optional(),
    }),
    response: z.object({ seats: z.array(z.object({ seatId: z.uuid(), step: stepIdSchema })) }),
    status: 201,
  },
  leave: {
    method: 'DELETE',
    path: '/api/initiatives/:slug/seats/:seatId',
    summary: 'Takes a person off a seat; the seat is empty again.',
    access: { action: 'table.change' },
    params: initiativeParams.extend({ seatId: z.uuid() }),
    response: nothingSchema,
    status: 204,
  },
  approveStep: {
    method: 'POST',
    path: '/api/initiatives/:slug/steps/:step/approve',
    summary: 'Approves a step in a role that its gate asks for; nobody approves their own work.',
    access: { action: 'table.speak' },
    params: stepParams,
    body: z.object({ role: roleSchema, note: z.string().trim().max(2_000).optional() }),
    response: z.object({ step: stepIdSchema, role: roleSchema }),
    status: 201,
  },
  closeStep: {
    method: 'POST',
    path: '/api/initiatives/:slug/steps/:step/close',
    summary:
      'Closes a step when every required seat was heard and the evidence exists; refuses and names what is missing.',
    access: { action: 'step.close' },
    params: stepParams,
    body: z.object({ note: z.string().trim().max(2_000).optional() }),
    response: z.object({ step: stepIdSchema, closedAt: instantSchema }),
  },
  reopenStep: {
    method: 'POST',
    path: '/api/initiatives/:slug/steps/:step/reopen',
    summary: 'Opens a closed step again, with the reason.',
    access: { action: 'step.close' },
    params: stepParams,
    body: z.object({ reason: z.string().trim().min(5).max(2_000) }),
    response: z.object({ step: stepIdSchema }),
  },
});
