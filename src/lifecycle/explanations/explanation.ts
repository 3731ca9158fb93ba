import { z } from 'zod';
import { EXPLANATION_LIMITS } from './explanation-limits.ts';

/** A value of one column of one row; null where it is missing. Yes and no are 1 and 0. */
export const cellSchema = z.union([z.number(), z.string().max(500), z.null()]);
export type Cell = z.infer<typeof cellSchema>;

/** The values of a row by column. */
export const cellsSchema = z.record(z.string(), cellSchema);
export type Cells = z.infer<typeof cellsSchema>;

const share = z.number();

/** A place of a curve: what the model says when every row has this value there, and, in a sum of curves, what it adds. */
export const coursePointSchema = z.object({
  value: z.union([z.number(), z.string()]),
  /** The mean prediction, and where eight of ten lie. */
  mean: z.number(),
  low: z.number(),
  high: z.number(),
  /** What the value adds to the score; null where the model is no sum of one curve for each column. */
  adds: z.number().nullable(),
});
export type CoursePoint = z.infer<typeof coursePointSchema>;

/** How a model treats one column. */
export const columnCourseSchema = z.object({
  column: z.string(),
  /** How far the column moves predictions, of all that moves them. */
  share,
  /** Empty where no single course tells the truth (several classes), or the column counts too little. */
  points: z.array(coursePointSchema).readonly(),
  /** Values that the rows have, the most frequent first; empty for a column of numbers. */
  levels: z.array(z.string()).max(EXPLANATION_LIMITS.levels).readonly(),
  /** Whether numbers of the column have no decimals. */
  isWhole: z.boolean(),
});
export type ColumnCourse = z.infer<typeof columnCourseSchema>;

/** A row worth looking at: its number in the table and what the model says. */
export const exampleSchema = z.object({
  row: z.number().int().min(1),
  prediction: z.number(),
  /** Of several classes the likeliest, whose chance is the prediction; what was kept before has none. */
  outcome: z.string().nullable().default(null),
});
export type Example = z.infer<typeof exampleSchema>;

/** Rows at the ends of the order and in doubt. Of several classes, the first are the surest and there are no last. */
export const examplesSchema = z.object({
  high: z.array(exampleSchema).readonly(),
  doubtful: z.array(exampleSchema).readonly(),
  low: z.array(exampleSchema).readonly(),
});
export type Examples = z.infer<typeof examplesSchema>;

/** What is known of a model as a whole; made once for each model and kept. */
export const overviewSchema = z.object({
  columns: z.array(columnCourseSchema).readonly(),
  examples: examplesSchema,
  /** From where on as many are flagged as there are: the middle of a number, null for several classes. */
  threshold: z.number().nullable(),
  /** Whether the model is a sum of one curve for each column, so that its curves are all there is to it. */
  isSum: z.boolean(),
  rows: z.number().int(),
});
export type Overview = z.infer<typeof overviewSchema>;

/** What one column does to one prediction. */
export const reasonSchema = z.object({
  column: z.string(),
  value: cellSchema,
  /** Added to the score: above 0 it raises the prediction, below 0 it lowers it. */
  contribution: z.number(),
  /** What people read before and after it, the reasons taken in the order of their strength. */
  from: z.number(),
  to: z.number(),
});
export type Reason = z.infer<typeof reasonSchema>;

const changeSchema = z.object({
  column: z.string(),
  from: cellSchema,
  to: z.union([z.number(), z.string()]),
  cost: z.number(),
});

/** What would have to be otherwise for the prediction to fall on the other side. */
export const otherwiseSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('flips'),
    changes: z.array(changeSchema).readonly(),
    cost: z.number(),
    prediction: z.number(),
  }),
  z.object({ kind: z.literal('out-of-reach'), changes: z.array(changeSchema).readonly(), prediction: z.number() }),
  /** Nobody marked a column as one that can be changed, or those that are marked have no other allowed value. */
  z.object({ kind: z.literal('no-levers') }),
  /** Of several classes there is no other side. */
  z.object({ kind: z.literal('no-side') }),
]);
export type Otherwise = z.infer<typeof otherwiseSchema>;

/** Why a model says what it says about one row. */
export const answerSchema = z
  .object({
    /** A probability, or the number; of several classes the probability of the one that is told. */
    prediction: z.number(),
    /** The class that is told; null for a number. */
    outcome: z.string().nullable(),
    /** What came true among rows that the model had not seen and to which it gave nearly the same chance. */
    alike: z.object({ rows: z.number().int(), low: z.number(), high: z.number() }).nullable(),
    /** What people read where nothing is known of the row; scores of several classes are no probabilities. */
    start: z.number(),
    reasons: z.array(reasonSchema).readonly(),
    otherwise: otherwiseSchema,
  })
  .meta({ id: 'PredictionReasons' });
export type Answer = z.infer<typeof answerSchema>;

/** What the expert can say about a point of a curve. */
export const JUDGEMENT_VERDICTS = ['as-known', 'wrong'] as const;
export type JudgementVerdict = (typeof JUDGEMENT_VERDICTS)[number];

/** What an expert said about a point of a curve of one very model; never changed, the newest word of a person holds. */
export interface Judgement {
  readonly id: string;
  readonly column: string;
  readonly value: number | string;
  /** The mean prediction that was looked at. */
  readonly mean: number;
  readonly verdict: JudgementVerdict;
  readonly remark: string | null;
  readonly by: { readonly accountId: string; readonly name: string };
  readonly at: Date;
  /** The conversation that a doubt opened; null for what is as it is known. */
  readonly threadId: string | null;
}

/** Of what was said about each point, the newest word of each person; the oldest first. */
export function judgementsInForce<J extends Pick<Judgement, 'column' | 'value' | 'by'>>(
  said: readonly J[],
): readonly J[] {
  const newest = new Map(said.map((one) => [JSON.stringify([one.column, one.value, one.by.accountId]), one]));
  return said.filter((one) => newest.get(JSON.stringify([one.column, one.value, one.by.accountId])) === one);
}

/**
 * The points of a curve that are signed: its ends, and an even choice between them. Words are signed one by one, the most
 * frequent first. A curve over whole numbers is signed at whole numbers, because nobody stays for 3.8 months.
 */
export function pointsToSign({ points, isWhole }: Pick<ColumnCourse, 'points' | 'isWhole'>): readonly CoursePoint[] {
  const most = EXPLANATION_LIMITS.signedPoints;
  if (typeof points[0]?.value === 'string') return points.slice(0, most);
  const fit = isWhole ? points.filter(({ value }) => typeof value === 'number' && Number.isInteger(value)) : points;
  if (fit.length <= most) return fit;
  const places = Array.from({ length: most }, (_, at) => Math.round((at * (fit.length - 1)) / (most - 1)));
  return fit.filter((_, at) => places.includes(at));
}
