/** One refused field of what was sent. */
export interface FieldRefusal {
  /** Path in the input: `kpi.target`, `rows[3].score`. */
  readonly path: string;
  readonly message: string;
}

/** A refusal as the API tells it: what happened, what to do, and which fields were meant. */
export interface ApiProblem {
  readonly code: string;
  readonly status: number | undefined;
  readonly detail: string;
  readonly remedy: string;
  readonly fields: readonly FieldRefusal[];
}

/**
 * Reads what was thrown or answered as a problem. It understands the client's `Problem` (an error with `code`, `remedy`
 * and `fields`), a problem as it travels (`detail` instead of `message`), and everything else as an unexpected error,
 * whose own words are kept because they are what a person can pass on.
 */
export function problemOf(thrown: unknown): ApiProblem {
  const record = isRecord(thrown) ? thrown : {};
  const detail = text(record.detail) ?? text(record.message);
  const code = text(record.code);
  if (code !== undefined && detail !== undefined) {
    return {
      code,
      status: typeof record.status === 'number' ? record.status : undefined,
      detail,
      remedy: text(record.remedy) ?? '',
      fields: fieldsOf(record.fields ?? record.errors),
    };
  }
  return {
    code: 'UNEXPECTED',
    status: undefined,
    detail: detail ? `Something went wrong on this page: ${detail}` : 'Something went wrong on this page.',
    remedy: 'Try again. If it happens again, pass this sentence on to whoever runs this installation.',
    fields: [],
  };
}

/**
 * The refused fields by their path, in the shape of `form.setErrors`. Paths are written as the form names them: `rows.3.score`.
 */
export function fieldErrors(thrown: unknown): Record<string, string> {
  return Object.fromEntries(
    problemOf(thrown).fields.map(({ path, message }) => [path.replace(/\[(\d+)\]/g, '.$1'), message]),
  );
}

/** What became of something that was to be stored and met no answer: certainly not sent, or nobody knows. */
const UNSENT: readonly string[] = ['NOT_SENT', 'ANSWER_LOST'];

/** Whether something that somebody entered is at the server only perhaps, or not at all, for want of a connection. */
export function isUnsent(problem: ApiProblem): boolean {
  return UNSENT.includes(problem.code);
}

/** Whether the problem may pass by itself, so that asking again makes sense. */
export function isWorthRetrying(problem: ApiProblem): boolean {
  return problem.status === undefined ? problem.code === 'UNEXPECTED' : problem.status === 429 || problem.status >= 500;
}

function fieldsOf(value: unknown): readonly FieldRefusal[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (!isRecord(entry)) return [];
    const [path, message] = [text(entry.path), text(entry.message)];
    return path !== undefined && message !== undefined ? [{ path, message }] : [];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
