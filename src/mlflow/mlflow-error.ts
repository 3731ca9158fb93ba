import { Problem } from '../platform/contract/index.ts';

/**
 * MLflow's names of errors with their HTTP status. Only statuses that the client takes as final are here for what a
 * repetition cannot change: it repeats 408, 429, 500, 502, 503 and 504 for minutes.
 */
const STATUS_OF_CODE = {
  INVALID_PARAMETER_VALUE: 400,
  BAD_REQUEST: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  RESOURCE_DOES_NOT_EXIST: 404,
  ENDPOINT_NOT_FOUND: 404,
  RESOURCE_CONFLICT: 409,
  INTERNAL_ERROR: 500,
  NOT_IMPLEMENTED: 501,
  TEMPORARILY_UNAVAILABLE: 503,
} as const;

/** A name of an error that the stock client knows. */
export type MlflowErrorCode = keyof typeof STATUS_OF_CODE;

/** A refusal in MLflow's words; the client shows `CODE: message`. */
export class MlflowError extends Error {
  readonly code: MlflowErrorCode;
  readonly status: number;

  constructor(code: MlflowErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'MlflowError';
    this.code = code;
    this.status = STATUS_OF_CODE[code];
  }
}

/** Rows of the error table that MLflow's clients know under a name of their own; the rest follows from the status. */
const CODE_OF_PROBLEM: ReadonlyMap<string, MlflowErrorCode> = new Map<string, MlflowErrorCode>([
  // `set_experiment` and `register_model` rely on this name when two clients create the same thing at once.
  ['EXPERIMENT_NAME_TAKEN', 'RESOURCE_ALREADY_EXISTS'],
]);

/**
 * A refusal of the product in MLflow's words: the sentence and what to do, under the code that the client expects.
 * @returns `undefined` for what is no refusal, such as a fault of ours.
 */
export function toMlflowError(error: unknown): MlflowError | undefined {
  if (error instanceof MlflowError) return error;
  if (!(error instanceof Problem)) return undefined;
  return new MlflowError(codeOf(error), `${error.message} ${error.remedy}`, error);
}

function codeOf({ code, status }: Problem): MlflowErrorCode {
  const named = CODE_OF_PROBLEM.get(code);
  if (named) return named;
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'PERMISSION_DENIED';
  if (status === 404 || status === 410) return 'RESOURCE_DOES_NOT_EXIST';
  if (status === 503) return 'TEMPORARILY_UNAVAILABLE';
  if (status >= 500) return 'INTERNAL_ERROR';
  return 'INVALID_PARAMETER_VALUE';
}

/** The body of a refusal as MLflow's clients read it. */
export function mlflowErrorBody(error: MlflowError): { readonly error_code: string; readonly message: string } {
  return { error_code: error.code, message: error.message };
}

/** A required field that is missing, null or an empty text. */
export function missingParameter(path: string): MlflowError {
  return new MlflowError('INVALID_PARAMETER_VALUE', `Missing value for required parameter '${path}'`);
}

const LONGEST_SHOWN_VALUE = 200;

/** A field with a value that is not accepted, in the wording that upstream's own tests look for. */
export function invalidParameter(path: string, value: unknown, why: string): MlflowError {
  const shown = JSON.stringify(value) ?? 'undefined';
  const short = shown.length > LONGEST_SHOWN_VALUE ? `${shown.slice(0, LONGEST_SHOWN_VALUE)}...` : shown;
  return new MlflowError('INVALID_PARAMETER_VALUE', `Invalid value ${short} for parameter '${path}': ${why}`);
}
