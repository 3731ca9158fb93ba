import { z } from 'zod';

/** Limits of signal checks, stated once. */
export const SIGNAL_LIMITS = {
  /** Rows that are read; the check itself learns from fewer. */
  rows: 100_000,
  /** Values that are read: a wider table gets fewer rows. */
  values: 30_000_000,
  /** Columns that a check looks at. */
  columns: 500,
  /** Checks of one initiative that run or wait at the same time. */
  running: 3,
  /** Checks that a list shows. */
  listed: 100,
} as const;

const column = z.string().min(1).max(500);
const columns = z.array(column).max(5_000).default([]);

/** A rule of thumb that says yes on one side of a limit. */
export const thresholdRuleSchema = z.object({
  kind: z.literal('threshold'),
  column,
  isAbove: z.boolean(),
  threshold: z.number(),
});

/** A rule of thumb that goes by the order of a column of numbers. */
export const orderRuleSchema = z.object({ kind: z.literal('order'), column, isHigherFirst: z.boolean() });

/** The rule of thumb as one condition on one column, or as the order that a column of numbers gives. */
export const ruleSchema = z
  .discriminatedUnion('kind', [
    thresholdRuleSchema,
    z.object({ kind: z.literal('level'), column, level: z.string().min(1).max(500) }),
    orderRuleSchema,
  ])
  .meta({ id: 'SignalRule' });

/** What a check asks of a version of a data set. */
export const checkChoiceSchema = z
  .object({
    /** The column that is to be predicted. */
    target: column,
    /** The value that counts as the outcome; null to predict the number or all values. */
    outcome: z.string().min(1).max(500).nullable().default(null),
    /** What orders the rows in time: a column, the order in which they stand, or nothing. */
    time: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('column'), column }),
        z.object({ kind: z.literal('rows') }),
        z.object({ kind: z.literal('none') }),
      ])
      .default({ kind: 'none' }),
    /** The column that names the unit of a row, for "same as last"; null where every row is a unit of its own. */
    unit: column.nullable().default(null),
    /** Columns whose value is only known after the moment of prediction: left out. */
    knownLater: columns,
    /** Attributes for which nobody may be treated differently: left out, and looked for in the others. */
    protected: columns,
    rule: ruleSchema.nullable().default(null),
  })
  .meta({ id: 'SignalChoice' });

/** What a check asks of a version of a data set. */
export type CheckChoice = z.infer<typeof checkChoiceSchema>;

/** The columns that a choice names, with what they are there for. */
export function namedColumns(choice: CheckChoice): readonly string[] {
  return [
    choice.target,
    ...(choice.time.kind === 'column' ? [choice.time.column] : []),
    ...(choice.unit === null ? [] : [choice.unit]),
    ...choice.knownLater,
    ...choice.protected,
    ...(choice.rule === null ? [] : [choice.rule.column]),
  ];
}

/** The same question without columns that look as if they knew the answer. */
export function withoutColumns(choice: CheckChoice, names: readonly string[]): CheckChoice {
  return { ...choice, knownLater: [...new Set([...choice.knownLater, ...names])] };
}
