import { z } from 'zod';
import { defineApi, instantSchema, nothingSchema } from '../../platform/contract/index.ts';
import { initiativeParams, stepSchema } from '../initiatives/index.ts';
import { DUTIES, EVIDENCE_KINDS } from './playbook.ts';
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
  presence: z.enum(['present', 'expected', 'silent', 'late']),
});

/** A seat of the table. */
export const seatSchema = z
  .object({
    step: stepSchema,
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
  ])
  .meta({ id: 'GateGap' });

const stepParams = initiativeParams.extend({ step: stepSchema });

/** The endpoints of who is at the table. */
export const peopleApi = defineApi({
  table: {
    method: 'GET',
    path: '/api/initiatives/:slug/table',
    summary: 'Who has a seat at each step, who is missing, and what keeps each step from closing.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({
      steps: z.array(
        z.object({
          step: stepSchema,
          state: z.enum(['done', 'now', 'ahead']),
          seats: z.array(seatSchema),
          gaps: z.array(gateGapSchema),
        }),
      ),
    }),
  },
  seat: {
    method: 'POST',
    path: '/api/initiatives/:slug/seats',
    summary: 'Seats a person in a role, at the named steps or at every step where the playbook names the role.',
    access: { action: 'table.change' },
    params: initiativeParams,
    body: z.object({ accountId: z.uuid(), role: roleSchema, steps: z.array(stepSchema).min(1).optional() }),
    response: z.object({ seats: z.array(z.object({ seatId: z.uuid(), step: stepSchema })) }),
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
  closeStep: {
    method: 'POST',
    path: '/api/initiatives/:slug/steps/:step/close',
    summary:
      'Closes a step when every required seat was heard and the evidence exists; refuses and names what is missing.',
    access: { action: 'step.close' },
    params: stepParams,
    body: z.object({ note: z.string().trim().max(2_000).optional() }),
    response: z.object({ step: stepSchema, closedAt: instantSchema }),
  },
  reopenStep: {
    method: 'POST',
    path: '/api/initiatives/:slug/steps/:step/reopen',
    summary: 'Opens a closed step again, with the reason.',
    access: { action: 'step.close' },
    params: stepParams,
    body: z.object({ reason: z.string().trim().min(5).max(2_000) }),
    response: z.object({ step: stepSchema }),
  },
});
