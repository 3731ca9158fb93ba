import { z } from 'zod';

/** What the values of a column are: a count or an amount, yes or no, a moment, one of some words, or a name for a thing. */
export const COLUMN_TYPES = ['number', 'yes-no', 'time', 'text', 'id'] as const;

/** The type of a column. */
export type ColumnType = (typeof COLUMN_TYPES)[number];

const count = z.number().int().min(0);

/** How the cells of a column are written; `id` keeps digits as they stand and drops a `.0` that tools add. */
export const columnFormatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('id') }),
  z.object({ type: z.literal('number'), decimalComma: z.boolean() }),
  z.object({ type: z.literal('boolean') }),
  z.object({ type: z.literal('date'), order: z.enum(['ymd', 'dmy', 'mdy']) }),
  z.object({ type: z.literal('epoch'), unit: z.enum(['s', 'ms']) }),
]);

/** How one column of a file is read. */
export const columnReadingSchema = z.object({
  name: z.string(),
  format: columnFormatSchema,
  /** Words that mean "no value" in this column, beside the usual ones. */
  missingMarks: z.array(z.string()),
  /** False when the file can be read in two ways and a person has to say which. */
  isCertain: z.boolean(),
  /** True when a person said it; then it is never changed to something else. */
  isSaid: z.boolean(),
});

/** A column of a table as it is kept: its reading, and what did not fit. */
export const keptColumnSchema = columnReadingSchema.extend({
  type: z.enum(COLUMN_TYPES),
  /** Cells that did not have the format and count as missing. */
  unfit: count,
  unfitExamples: z.array(z.string()),
});

const valueCount = z.object({ value: z.string(), rows: count });

/** What a column of numbers looks like. */
export const numberShapeSchema = z.object({
  kind: z.literal('number'),
  mean: z.number(),
  standardDeviation: z.number(),
  /** The value below which k of 100 rows lie, k from 0 to 100. */
  quantiles: z.array(z.number()),
  /** Rows in equal steps from the 1st to the 99th of 100; what lies outside is in the outermost steps. */
  bins: z.array(z.object({ from: z.number(), to: z.number(), rows: count })),
  zeros: count,
  isWhole: z.boolean(),
  /** Rows more than three times the middle half's width outside of it: Tukey's "far out". */
  farOut: count,
});

/** What a column of words, names or yes and no looks like. */
export const wordShapeSchema = z.object({
  kind: z.literal('words'),
  /** The most frequent first. */
  top: z.array(valueCount),
  /** Rows of all other values. */
  otherRows: count,
});

/** What a column of moments looks like; times in milliseconds since 1970. */
export const timeShapeSchema = z.object({
  kind: z.literal('time'),
  from: z.number(),
  to: z.number(),
  bins: z.array(z.object({ from: z.number(), to: z.number(), rows: count })),
  /** Share (0 to 1) of rows that are not before the row above them. */
  inOrder: z.number(),
});

/** What one column looks like. */
export const columnProfileSchema = z.object({
  name: z.string(),
  type: z.enum(COLUMN_TYPES),
  missing: count,
  /** Different values; estimated to a few percent above what is counted exactly. */
  distinct: count,
  isDistinctExact: z.boolean(),
  /** Null when every row is missing. */
  shape: z.discriminatedUnion('kind', [numberShapeSchema, wordShapeSchema, timeShapeSchema]).nullable(),
});

/** What a whole table looks like. */
export const tableProfileSchema = z.object({
  rows: count,
  /** Rows that are equal to an earlier one in every column. */
  duplicateRows: count.nullable(),
  columns: z.array(columnProfileSchema),
});

/** What reading a file into a table gave. */
export const broughtTableSchema = z.object({
  format: z.string(),
  rows: count,
  columns: z.array(keptColumnSchema),
  malformed: z.object({ count, examples: z.array(z.object({ line: z.number().int(), problem: z.string() })) }),
  profile: tableProfileSchema,
});

/** How many rows of one value of a column have which target. */
export const groupSchema = z.object({
  label: z.string(),
  rows: count,
  /** Mean of the target, where it is a number or yes and no. */
  mean: z.number().nullable(),
});

/** How a column goes together with the target. */
export const relationSchema = z.object({
  column: z.string(),
  /** 0 to 1: how much of the target the column tells on its own. */
  strength: z.number(),
  /** Whether the target rises or falls with the column; 0 where that has no meaning. */
  direction: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  groups: z.array(groupSchema),
});

const typedColumn = z.discriminatedUnion('kind', [
  z.object({ name: z.string(), kind: z.literal('number'), values: z.instanceof(Float32Array) }),
  z.object({ name: z.string(), kind: z.literal('time'), values: z.instanceof(Float64Array) }),
  z.object({
    name: z.string(),
    kind: z.literal('category'),
    levels: z.array(z.string()),
    codes: z.instanceof(Int32Array),
  }),
]);

const kept = z.object({ name: z.string(), type: z.enum(COLUMN_TYPES) });

/** A rule that every row, or the whole table, should keep; see `check-table.ts`. */
export const tableCheckSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not-null'), column: z.string() }),
  z.object({ kind: z.literal('unique'), columns: z.array(z.string()).min(1).readonly() }),
  z.object({ kind: z.literal('range'), column: z.string(), min: z.number().nullable(), max: z.number().nullable() }),
  z.object({ kind: z.literal('accepted'), column: z.string(), values: z.array(z.string()).min(1).readonly() }),
  z.object({ kind: z.literal('freshness'), column: z.string(), days: z.number().positive() }),
  z.object({ kind: z.literal('row-count'), min: count.nullable(), max: count.nullable() }),
  z.object({ kind: z.literal('foreign-key'), column: z.string(), file: z.string(), otherColumn: z.string() }),
  z.object({ kind: z.literal('sql'), sql: z.string() }),
]);

/** What came of one rule. */
export const checkOutcomeSchema = z.object({
  state: z.enum(['kept', 'broken', 'impossible']),
  /** Rows that break it; for a rule of the whole table 0 or 1. */
  broken: count,
  /** What was found, or why it could not be looked at, in a sentence. */
  sentence: z.string(),
  examples: z.array(z.string()),
});

/** The pieces of work on tables: what each is given and what it gives. */
export const TABLE_TASKS = {
  bring: {
    input: z.object({
      path: z.string(),
      fileName: z.string(),
      /** Where the table is written, as Parquet; a file of the task's own folder. */
      target: z.string(),
      /** How columns are read where a person said so. */
      said: z.array(columnReadingSchema),
    }),
    output: broughtTableSchema,
  },
  relate: {
    input: z.object({ path: z.string(), columns: z.array(kept), target: z.string() }),
    output: z.object({ relations: z.array(relationSchema) }),
  },
  rows: {
    input: z.object({ path: z.string(), limit: z.number().int() }),
    output: z.object({ rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))) }),
  },
  read: {
    input: z.object({ path: z.string(), columns: z.array(kept), maxRows: z.number().int(), seed: z.number().int() }),
    output: z.object({
      /** Rows of the table. */
      tableRows: count,
      /** Rows that were read: all of them, or an even choice in their order. */
      rows: count,
      columns: z.array(typedColumn),
    }),
  },
  check: {
    input: z.object({
      path: z.string(),
      columns: z.array(kept),
      checks: z.array(tableCheckSchema),
      nowMs: z.number(),
    }),
    output: z.object({ outcomes: z.array(checkOutcomeSchema) }),
  },
} as const;

/** The name of a piece of work. */
export type TableTask = keyof typeof TABLE_TASKS;
/** What a piece of work is given. */
export type TaskInput<T extends TableTask> = z.output<(typeof TABLE_TASKS)[T]['input']>;
/** What a piece of work gives. */
export type TaskOutput<T extends TableTask> = z.output<(typeof TABLE_TASKS)[T]['output']>;

export type ColumnFormat = z.infer<typeof columnFormatSchema>;
export type ColumnReading = z.infer<typeof columnReadingSchema>;
export type ColumnProfile = z.infer<typeof columnProfileSchema>;
export type TableProfile = z.infer<typeof tableProfileSchema>;
export type KeptColumn = z.infer<typeof keptColumnSchema>;
export type BroughtTable = z.infer<typeof broughtTableSchema>;
export type Relation = z.infer<typeof relationSchema>;
export type TypedColumn = z.infer<typeof typedColumn>;
export type TableCheck = z.infer<typeof tableCheckSchema>;
export type CheckOutcome = z.infer<typeof checkOutcomeSchema>;

/** How far a piece of work is. */
export interface TaskProgress {
  readonly phase: 'reading' | 'profiling';
  readonly rowsDone: number;
  /** 0 to 1, of this phase. */
  readonly share: number;
}

/** What a running piece of work may use. */
export interface TaskContext {
  /** A folder of its own, removed afterwards. */
  readonly folder: string;
  readonly onProgress: (progress: TaskProgress) => void;
}
