import { z } from 'zod';
import { defineApi, instantSchema } from '../../platform/contract/index.ts';
import { ASSUMPTION_KINDS, assumptionAnswerSchema } from '../framing/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { BELIEF_STATES } from './compare-beliefs.ts';
import { outcomeReportSchema } from './report.schema.ts';
import { gradeSchema, lookSchema } from './verdict.schema.ts';
import { VERDICT_STATES } from './verdict-states.ts';

/** A sponsor's word that a value may be counted. */
export const valueSignOffSchema = z
  .object({
    label: z.enum(['measured', 'validated']),
    name: z.string(),
    at: instantSchema,
    note: z.string().nullable(),
  })
  .meta({ id: 'ValueSignOff' });

/** A verdict that was taken; its report never changes. */
export const takenVerdictSchema = z
  .object({
    id: z.uuid(),
    number: z.number().int().min(1),
    iteration: z.number().int(),
    phaseNumber: z.number().int(),
    asOf: instantSchema,
    look: lookSchema,
    state: z.enum(VERDICT_STATES),
    grade: gradeSchema,
    headline: z.string(),
    takenAt: instantSchema,
    takenBy: z.string(),
    note: z.string().nullable(),
    /** Digest of the signed framing: "decided before the data". */
    phaseHash: z.string(),
    /** Digest of every batch of records that it read. */
    inputsHash: z.string(),
    signOffs: z.array(valueSignOffSchema),
  })
  .meta({ id: 'TakenVerdict' });

/** A taken verdict without its report. */
export type TakenVerdictEntry = z.infer<typeof takenVerdictSchema>;

/** A belief of the signed framing beside what was measured, and what a person said about it. */
export const beliefSchema = z
  .object({
    id: z.string(),
    statement: z.string(),
    kind: z.enum(ASSUMPTION_KINDS),
    believedBy: z.string(),
    reason: z.string(),
    check: z.string(),
    believed: z.string().nullable(),
    measured: z.string().nullable(),
    state: z.enum(BELIEF_STATES),
    note: z.string().nullable(),
    answer: assumptionAnswerSchema.nullable(),
  })
  .meta({ id: 'Belief' });

const verdictParams = initiativeParams.extend({ number: z.coerce.number().int().min(1).max(100_000) });

/** The endpoints of the outcome. */
export const outcomesApi = defineApi({
  answer: {
    method: 'GET',
    path: '/api/initiatives/:slug/answer',
    summary: 'What the ledger says now, or as of a moment: the verdict, the answer in words and the numbers behind it.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    query: z.object({ asOf: instantSchema.optional() }),
    response: z.object({ report: outcomeReportSchema, computedAt: instantSchema }),
  },
  beliefs: {
    method: 'GET',
    path: '/api/initiatives/:slug/beliefs',
    summary:
      'What was believed when the framing was signed, beside what the ledger says now and what people found out.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({
      /** The framing version that holds them; `null` before anything is signed. */
      framingVersion: z.number().int().nullable(),
      beliefs: z.array(beliefSchema),
    }),
  },
  take: {
    method: 'POST',
    path: '/api/initiatives/:slug/verdicts',
    summary: 'Takes the verdict: fixes the records as of now, measures, stores the result for good, and sends it back.',
    access: { action: 'verdict.take' },
    params: initiativeParams,
    body: z.object({ note: z.string().trim().max(2_000).optional() }),
    response: z.object({ verdict: takenVerdictSchema, report: outcomeReportSchema }),
    status: 201,
  },
  verdicts: {
    method: 'GET',
    path: '/api/initiatives/:slug/verdicts',
    summary: 'The verdicts that were taken, newest first.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({ verdicts: z.array(takenVerdictSchema) }),
  },
  verdict: {
    method: 'GET',
    path: '/api/initiatives/:slug/verdicts/:number',
    summary: 'One verdict as it was taken.',
    access: { action: 'initiative.see' },
    params: verdictParams,
    response: z.object({ verdict: takenVerdictSchema, report: outcomeReportSchema }),
  },
  replay: {
    method: 'GET',
    path: '/api/initiatives/:slug/verdicts/:number/replay',
    summary:
      'Measures a verdict again from the records as they were known then, and says whether it comes out the same.',
    access: { action: 'initiative.see' },
    params: verdictParams,
    response: z.object({
      isIdentical: z.boolean(),
      /** Where the two differ, as paths into the report; empty when they do not. */
      differences: z.array(z.string()),
      /** Digests of the records that were read: when the verdict was taken, and now. */
      inputsHash: z.object({ stored: z.string(), measured: z.string() }),
      report: outcomeReportSchema,
    }),
  },
  signOff: {
    method: 'POST',
    path: '/api/initiatives/:slug/verdicts/:number/sign-off',
    summary: 'The sponsor signs the value of a verdict off as measured, or as validated by finance.',
    access: { action: 'verdict.sign-off' },
    params: verdictParams,
    body: z.object({
      label: z.enum(['measured', 'validated']),
      note: z.string().trim().max(2_000).optional(),
    }),
    response: takenVerdictSchema,
    status: 201,
  },
});
