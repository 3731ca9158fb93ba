import { z } from 'zod';

/** One value of a file, as its format gives it: text formats give text, Parquet its own types. */
export type CellValue = string | number | boolean | Date | null;

/** How a column that holds dates writes them; `order` counts where the year stands last. */
export const dateFormatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('date'), order: z.enum(['ymd', 'dmy', 'mdy']) }),
  z.object({ type: z.literal('epoch'), unit: z.enum(['s', 'ms']) }),
]);

/** How the cells of a column are read. */
const cellFormatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('number'), decimalComma: z.boolean() }),
  z.object({ type: z.literal('boolean') }),
  ...dateFormatSchema.options,
]);

/** What the first rows of a file say about one of its columns. */
export const importColumnSchema = z
  .object({
    name: z.string(),
    /** How nearly all of its cells can be read. */
    format: cellFormatSchema,
    /** False when dates can be read day first or month first, so that a person has to say which. */
    isCertain: z.boolean(),
    /** Share of the cells looked at that are blank or marked as missing, 0 to 1. */
    missingShare: z.number(),
    /** The first different values, shortened for the screen. */
    samples: z.array(z.string()),
    /** Different values among the rows looked at; more than the limit are not counted further. */
    distinct: z.number().int(),
    /** Whether no value came twice among the rows looked at. */
    isUnique: z.boolean(),
    /** Every different value with its rows, most frequent first, where there are few; else empty. */
    values: z.array(z.object({ value: z.string(), rows: z.number().int() })),
  })
  .meta({ id: 'ImportColumn' });

/** How dates are read. */
export type DateFormat = z.infer<typeof dateFormatSchema>;
/** How the cells of a column are read. */
export type CellFormat = z.infer<typeof cellFormatSchema>;
/** What is known about a column. */
export type ImportColumn = z.infer<typeof importColumnSchema>;

/** Reads cells by meaning. The rules take it as an argument, so that they do no input or output themselves. */
export interface CellReader {
  parseCell(
    cell: CellValue,
    format: CellFormat,
  ):
    | { readonly kind: 'value'; readonly value: string | number | boolean | Date }
    | { readonly kind: 'missing' }
    | { readonly kind: 'unfit' };
  /** The text of an identifier; `null` when there is none. */
  parseId(cell: CellValue): string | null;
}

/** Limits of bringing files, beside those of the ledger; stated once. */
export const IMPORT_LIMITS = {
  /** Rows looked at to guess what the columns mean. */
  sampledRows: 10_000,
  /** Cells looked at, which means fewer rows of wide files. */
  sampledCells: 1_000_000,
  /** How long they are looked at, in milliseconds. */
  sampleMs: 3_000,
  /** Different values of a column that are counted. */
  distinctValues: 1_000,
  /** A column with at most this many different values shows them all, so that each can be given a meaning. */
  shownValues: 24,
  samples: 8,
  sampleChars: 80,
  /** Rows shown as they would be stored. */
  previewRows: 20,
  fileNameChars: 200,
  /** Files of one initiative that were brought and neither loaded nor cancelled. */
  unfinishedImports: 20,
  /** Characters of a refused row that its report keeps. */
  rawChars: 500,
  /** How long the program works on rows before it lets others in, in milliseconds. */
  sliceMs: 12,
} as const;

/**
 * A value as the mapping names it: trimmed and in lower case, blank for a missing cell, so that `Yes` and `yes ` are one
 * value. What other programs write for "missing" (`none`, `-`) stays a value here: it may be the name of a group.
 */
export function valueKey(cell: CellValue): string {
  if (cell === null) return '';
  return (cell instanceof Date ? cell.toISOString() : String(cell)).trim().toLowerCase();
}

/** Text of a file that is shown or reported: what no column of text can hold is replaced. */
export function storableWords(text: string): string {
  return text.replaceAll('\0', '\u{fffd}').replace(/\p{Surrogate}/gu, '\u{fffd}');
}
