import { z } from 'zod';
import { stepSchema } from '../initiatives/index.ts';
import { roleSchema } from '../people/index.ts';
import { CHAIN_LINKS } from './links.ts';
import { VERDICT_STATES } from './verdict-states.ts';

const linkStateSchema = z.enum(['ok', 'broken', 'unknown', 'not_measured']);
const effectStateSchema = z.enum([
  'harmful',
  'worthwhile',
  'positive_small',
  'positive',
  'none',
  'unknown',
  'not_measured',
]);
/** How strong the evidence is; only A and B may be called shown. */
export const gradeSchema = z.enum(['A', 'B', 'C', 'D', 'E']);
const chainLinkSchema = z.enum(CHAIN_LINKS);
/** Whether a look was on the way, or the one that was agreed on. */
export const lookSchema = z.enum(['monitoring', 'read-out']);

/** What the evidence of one look says, and what follows from it. */
export const verdictSchema = z
  .object({
    state: z.enum(VERDICT_STATES),
    rule: z.number().int(),
    links: z.object({
      data: z.enum(['ok', 'broken']).optional(),
      prediction: linkStateSchema.optional(),
      reach: linkStateSchema.optional(),
      effect: effectStateSchema.optional(),
      targeting: linkStateSchema.optional(),
      economics: linkStateSchema.optional(),
      goal: z.enum(['ok', 'short', 'unknown', 'not_measured']).optional(),
    }),
    chain: z.record(chainLinkSchema, linkStateSchema),
    brokenLink: chainLinkSchema.nullable(),
    secondary: z.array(
      z.enum([
        'srm',
        'holdout_contaminated',
        'differential_missing',
        'mixed_units',
        'design_assumption',
        'prediction_broken',
        'reach_broken',
        'targeting_broken',
      ]),
    ),
    brokenGuardrails: z.array(z.string()),
    isHarmNotRuledOut: z.boolean(),
    grade: gradeSchema,
    intervalUsed: lookSchema,
    roles: z.array(roleSchema),
    ask: z.string(),
    returnTo: stepSchema.nullable(),
  })
  .meta({ id: 'Verdict' });

/** The answer in words. */
export const answerSchema = z
  .object({
    headline: z.array(z.string()),
    chain: z.array(
      z.object({
        link: chainLinkSchema,
        state: linkStateSchema,
        word: z.enum(['healthy', 'weak', 'unknown']),
        number: z.string(),
        sentence: z.string(),
        whatToDo: z.string().nullable(),
        isFirstWeak: z.boolean(),
      }),
    ),
    ask: z.object({
      roles: z.array(roleSchema),
      who: z.array(z.string()),
      what: z.string(),
      by: z.string().nullable(),
      sentence: z.string(),
    }),
    evidence: z.object({
      grade: gradeSchema,
      word: z.enum(['shown', 'supported', 'suggestive', 'not evidence', 'open']),
      sentence: z.string(),
    }),
    planned: z.string(),
    leftOut: z.array(z.string()),
  })
  .meta({ id: 'Answer' });
