import { z } from 'zod';
import { defineApi, nothingSchema, startedShape } from '../../platform/contract/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { checkChoiceSchema } from './check-choice.ts';
import { checkedTableSchema, phaseSchema, signalFoundSchema } from './check-result.ts';
import { CHECK_STATES } from './signal-check.ts';
import { VERDICTS } from './signal-words.ts';

/** A check as lists show it. */
export const checkEntrySchema = z
  .object({
    id: z.uuid(),
    datasetId: z.uuid(),
    datasetName: z.string(),
    version: z.number().int(),
    target: z.string(),
    state: z.enum(CHECK_STATES),
    phase: phaseSchema.nullable(),
    /** The answer and the sentence that says it; null until there is one. */
    verdict: z.enum(VERDICTS).nullable(),
    sentence: z.string().nullable(),
    failure: z.string().nullable(),
    ...startedShape,
  })
  .meta({ id: 'SignalCheckEntry' });

/** A check with all that it found. */
export const checkSchema = checkEntrySchema
  .extend({
    tableSha256: z.string(),
    choice: checkChoiceSchema,
    /** What the framing in force said when the check began; null when none was. */
    task: z
      .object({ entity: z.object({ one: z.string(), many: z.string() }), outcome: z.string(), heuristic: z.string() })
      .nullable(),
    result: z.object({ found: signalFoundSchema, table: checkedTableSchema }).nullable(),
  })
  .meta({ id: 'SignalCheck' });

const checkParams = initiativeParams.extend({ id: z.uuid() });

/** The endpoints of signal checks. */
export const signalsApi = defineApi({
  listChecks: {
    method: 'GET',
    path: '/api/initiatives/:slug/signals',
    summary: 'The checks whether there is anything to predict, the newest first.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({ checks: z.array(checkEntrySchema) }),
  },
  startCheck: {
    method: 'POST',
    path: '/api/initiatives/:slug/signals',
    summary:
      'Checks in the background whether a column of a data set can be predicted, against what, and which traps the data hold.',
    access: { action: 'signal.check' },
    params: initiativeParams,
    body: z.object({
      datasetId: z.uuid(),
      version: z.number().int().min(1).max(1_000_000).nullable().default(null),
      choice: checkChoiceSchema,
    }),
    response: z.object({ id: z.uuid() }),
    status: 202,
  },
  readCheck: {
    method: 'GET',
    path: '/api/initiatives/:slug/signals/:id',
    summary: 'One check: how far it is, or what it found.',
    access: { action: 'initiative.see' },
    params: checkParams,
    response: checkSchema,
  },
  cancelCheck: {
    method: 'DELETE',
    path: '/api/initiatives/:slug/signals/:id',
    summary: 'Stops a check.',
    access: { action: 'signal.check' },
    params: checkParams,
    response: nothingSchema,
    status: 204,
  },
});
