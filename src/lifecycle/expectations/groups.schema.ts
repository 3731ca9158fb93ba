import { z } from 'zod';
import { intervalSchema } from '../../platform/contract/index.ts';
import { SEEN } from './judgement.schema.ts';

const count = z.number().int().min(0);
const rated = { rate: z.number(), interval: intervalSchema };

const measureSchema = z.object({
  /** Of how many rows it is a share. */
  of: count,
  ...rated,
  /** Against all other rows; null where those are too few. `isTold` counts all comparisons of the table. */
  againstRest: z
    .object({
      difference: z.number(),
      interval: intervalSchema,
      pValue: z.number(),
      adjustedPValue: z.number(),
      isTold: z.boolean(),
    })
    .nullable(),
});

const head = { name: z.string(), rows: count, cases: count };

const groupSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('too-few'), ...head }),
  z.object({
    kind: z.literal('measured'),
    ...head,
    /** Share that is acted upon. */
    selected: measureSchema.nullable(),
    /** Of those with the outcome, the share that is found. */
    found: measureSchema.nullable(),
    /** Of those without, the share that is acted upon all the same. */
    falseAlarms: measureSchema.nullable(),
    /** AUC within the group. */
    order: z.object({ estimate: z.number(), interval: intervalSchema }).nullable(),
    /** The mean chance foreseen, and the share in which it came true. */
    expected: z.number(),
    came: z.object(rated),
    /** Its share acted upon over that of the group with the most. */
    selectionRatio: z.number().nullable(),
  }),
]);

/** How a model treats the groups of one column. */
export const groupsFoundSchema = z.object({
  threshold: z.number(),
  /** The least share acted upon over the greatest; null where there is none. */
  lowestToHighest: z.number().nullable(),
  groups: z.array(groupSchema).readonly(),
});

/** How a model treats the groups of one column, with where the figures come from. */
export const modelGroupsSchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('found'),
      column: z.string(),
      outcome: z.string(),
      rows: count,
      seen: z.enum(SEEN),
      assumed: z.string().nullable(),
      /** Where the threshold comes from: somebody chose it, or as many are acted upon as have the outcome. */
      thresholdFrom: z.enum(['chosen', 'base-rate']),
      found: groupsFoundSchema,
    }),
    z.object({ kind: z.literal('unfit'), sentence: z.string() }),
  ])
  .meta({ id: 'ModelGroups' });

export type GroupMeasure = z.infer<typeof measureSchema>;
export type GroupQuality = z.infer<typeof groupSchema>;
export type GroupsFound = z.infer<typeof groupsFoundSchema>;
export type ModelGroups = z.infer<typeof modelGroupsSchema>;
