import { z } from 'zod';
import { defineApi, instantSchema } from '../../platform/contract/index.ts';
import { SENSITIVITIES } from '../datasets/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { columnFactsSchema, qualitySchema, targetSchema } from '../training/index.ts';
import {
  answerSchema,
  cellSchema,
  cellsSchema,
  coursePointSchema,
  examplesSchema,
  JUDGEMENT_VERDICTS,
} from './explanation.ts';
import { EXPLANATION_LIMITS } from './explanation-limits.ts';

const columnName = z.string().min(1).max(500);
const effort = z.number().positive().max(1_000_000);
const threshold = z.number().finite().nullable().default(null);

/** A column as an explanation shows it: what it means, what is usual there, and how predictions run along it. */
export const explainedColumnSchema = z
  .object({
    name: z.string(),
    meaning: z.string().nullable(),
    unit: z.string().nullable(),
    sensitivity: z.enum(SENSITIVITIES).nullable(),
    /** Why a change of it is not looked for; null where it is. */
    noLever: z.enum(['not-said', 'fixed', 'protected', 'no-other-value']).nullable(),
    /** The least and the most that the dictionary allows; null where it says nothing. */
    min: z.number().nullable(),
    max: z.number().nullable(),
    facts: columnFactsSchema,
    /** How far the column moves predictions, of all that moves them. */
    share: z.number(),
    points: z.array(coursePointSchema),
    /** The values of the points that are signed. */
    signed: z.array(z.union([z.number(), z.string()])),
    /** Words that the rows have, the most frequent first. */
    levels: z.array(z.string()),
    /** Whether its words are about persons and not shown to whoever asks. */
    isWithheld: z.boolean(),
  })
  .meta({ id: 'ExplainedColumn' });

/** What an expert said about a point of a curve. */
export const judgementSchema = z
  .object({
    id: z.uuid(),
    column: z.string(),
    value: z.union([z.number(), z.string()]),
    /** The mean prediction that was looked at. */
    mean: z.number(),
    verdict: z.enum(JUDGEMENT_VERDICTS),
    remark: z.string().nullable(),
    by: z.string(),
    at: instantSchema,
    /** The conversation that a doubt opened. */
    threadId: z.uuid().nullable(),
  })
  .meta({ id: 'CurveJudgement' });

/** How a first model behaves as a whole. */
export const explanationSchema = z
  .object({
    training: z.object({
      id: z.uuid(),
      name: z.string(),
      tableName: z.string(),
      datasetId: z.uuid(),
      version: z.number().int(),
      modelDigest: z.string(),
    }),
    target: targetSchema,
    quality: qualitySchema,
    entity: z.object({ one: z.string(), many: z.string() }).nullable(),
    rows: z.number().int(),
    /** From where on as many are flagged as there are; null for several classes. */
    threshold: z.number().nullable(),
    /** Whether the model is a sum of one curve for each column. */
    isSum: z.boolean(),
    /** The most important first. */
    columns: z.array(explainedColumnSchema),
    /** Rows worth looking at; null for whoever may not see single rows. */
    examples: examplesSchema.nullable(),
    /** The newest word of each expert on each point, the oldest first. */
    judgements: z.array(judgementSchema),
  })
  .meta({ id: 'ModelExplanation' });

const rowSchema = z.object({
  row: z.number().int(),
  /** What names it in the table. */
  names: z.array(z.object({ column: z.string(), name: z.string() })),
  /** What came true. */
  truth: cellSchema,
  cells: cellsSchema,
});

const params = initiativeParams.extend({ id: z.uuid() });

/** The endpoints of explanations. */
export const explanationsApi = defineApi({
  readExplanation: {
    method: 'GET',
    path: '/api/initiatives/:slug/trainings/:id/explanation',
    summary: 'How a first model behaves as a whole, and what the expert says about it.',
    access: { action: 'initiative.see' },
    params,
    response: explanationSchema,
  },
  explainTyped: {
    method: 'POST',
    path: '/api/initiatives/:slug/trainings/:id/predictions',
    summary: 'What a first model says about values that somebody types, why, and the cheapest change that flips it.',
    access: { action: 'explanation.ask' },
    params,
    body: z.object({
      /** By column; what is not named is not known. */
      cells: cellsSchema,
      threshold,
      /** How hard a change of each column is; 1 where nothing is said. */
      efforts: z.record(z.string(), effort).default({}),
    }),
    response: answerSchema,
  },
  explainRow: {
    method: 'GET',
    path: '/api/initiatives/:slug/trainings/:id/row-explanation',
    summary: 'A row that a first model learned from, by its number or its name, with the reasons for its prediction.',
    access: { action: 'explanation.row' },
    params,
    query: z
      .object({ row: z.coerce.number().int().min(1).max(1e9).optional(), name: z.string().min(1).max(500).optional() })
      .refine(({ row, name }) => (row === undefined) !== (name === undefined), 'Give a row number or a name.'),
    response: z.object({ row: rowSchema, answer: answerSchema }),
  },
  signCurve: {
    method: 'POST',
    path: '/api/initiatives/:slug/trainings/:id/curve-judgements',
    summary: 'Says, as the expert, at which points a curve is as they know it and where it is wrong.',
    access: { action: 'explanation.sign' },
    params,
    body: z.object({
      modelDigest: z.string().min(1).max(64),
      column: columnName,
      points: z
        .array(
          z.object({
            value: z.union([z.number(), z.string().max(500)]),
            verdict: z.enum(JUDGEMENT_VERDICTS),
            remark: z.string().trim().max(EXPLANATION_LIMITS.remark).nullable().default(null),
          }),
        )
        .min(1)
        .max(EXPLANATION_LIMITS.signedPoints),
    }),
    response: explanationSchema,
    status: 201,
  },
});
