/**
 * A row of the error table: what a refusal is called, which HTTP status it has, and the two sentences that a person
 * reads. `{name}` in a sentence is filled from the problem's details.
 */
export interface ErrorRow {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503;
  /** What happened, and where. */
  readonly sentence: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** A part of the error table, by code. */
export type ErrorTable = Readonly<Record<string, ErrorRow>>;

/** Details that fill the sentences of a row. */
export type ErrorDetails = Readonly<Record<string, string | number>>;

/** One field of the caller's input that was refused, and why. */
export interface FieldProblem {
  /** Path in the input, e.g. `kpi.target` or `rows[3].score`. */
  readonly path: string;
  readonly message: string;
}

/** A refusal that a caller is told about: thrown on the server, written as `application/problem+json`, read by the client. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly remedy: string;
  readonly fields: readonly FieldProblem[];

  constructor(init: {
    code: string;
    status: number;
    sentence: string;
    remedy: string;
    fields?: readonly FieldProblem[];
  }) {
    super(init.sentence);
    this.name = 'Problem';
    this.code = init.code;
    this.status = init.status;
    this.remedy = init.remedy;
    this.fields = init.fields ?? [];
  }
}

/**
 * Declares a part of the error table and returns the function that makes its problems:
 * `const refuse = defineErrors(TABLE); throw refuse('STEP_NEEDS_SEATS', { step: 'Frame', missing: 'Data engineer' })`.
 * @throws RangeError when a sentence names a detail that was not given, so that no reader ever sees a bare `{name}`.
 */
export function defineErrors<const T extends ErrorTable>(
  table: T,
): (code: keyof T & string, details?: ErrorDetails, fields?: readonly FieldProblem[]) => Problem {
  return (code, details = {}, fields = []) => {
    const row = table[code];
    if (!row) throw new RangeError(`The error table has no row ${code}.`);
    return new Problem({
      code,
      status: row.status,
      sentence: fill(row.sentence, details),
      remedy: fill(row.remedy, details),
      fields,
    });
  };
}

function fill(sentence: string, details: ErrorDetails): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name];
    if (value === undefined) throw new RangeError(`The sentence "${sentence}" needs the detail "${name}".`);
    return String(value);
  });
}
