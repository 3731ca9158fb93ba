import { z } from 'zod';
import { SIGNAL_PHASES, type SignalCheck, type SignalPhase, type SignalQuestion } from '../../learning/index.ts';
import { orderRuleSchema, thresholdRuleSchema } from './check-choice.ts';
import { signalFoundSchema } from './check-result.ts';

const columnSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), name: z.string(), values: z.instanceof(Float32Array) }),
  z.object({
    kind: z.literal('category'),
    name: z.string(),
    levels: z.array(z.string()).readonly(),
    codes: z.instanceof(Int32Array),
  }),
]);

const targetSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('binary'),
    name: z.string(),
    classes: z.tuple([z.string(), z.string()]).readonly(),
    codes: z.instanceof(Int32Array),
  }),
  z.object({
    kind: z.literal('multiclass'),
    name: z.string(),
    classes: z.array(z.string()).readonly(),
    codes: z.instanceof(Int32Array),
  }),
  z.object({ kind: z.literal('number'), name: z.string(), values: z.instanceof(Float64Array) }),
]);

const ruleSchema = z.discriminatedUnion('kind', [
  thresholdRuleSchema,
  z.object({ kind: z.literal('words'), column: z.string(), words: z.array(z.string()).readonly() }),
  orderRuleSchema,
]);

const questionSchema: z.ZodType<SignalQuestion> = z.object({
  table: z.object({
    columns: z.array(columnSchema).readonly(),
    target: targetSchema,
    weights: z.instanceof(Float64Array).nullable(),
    times: z.instanceof(Float64Array).nullable(),
  }),
  units: z.instanceof(Int32Array).nullable(),
  hasAllRows: z.boolean(),
  protectedColumns: z.array(columnSchema).readonly(),
  rule: ruleSchema.nullable(),
});

const outputSchema: z.ZodType<SignalCheck> = z.union([
  signalFoundSchema,
  z.object({ kind: z.literal('stopped') }),
  z.object({
    kind: z.literal('unavailable'),
    reason: z.enum([
      'too_few_rows',
      'no_columns',
      'one_value',
      'too_few_of_a_class',
      'too_many_classes',
      'too_few_folds',
    ]),
  }),
]);

/** The door of the program that does a check in a thread. */
export const CHECK_PROGRAM = {
  name: 'check-signal',
  input: z.object({ question: questionSchema, seed: z.number().int() }),
  progress: z.enum(SIGNAL_PHASES) satisfies z.ZodType<SignalPhase>,
  output: outputSchema,
} as const;
