import type { Caller } from '../experiments/index.ts';

/** Limits of assessments, stated once. */
export const ASSESSMENT_LIMITS = {
  /** Most assessments of one trace. */
  perTrace: 500,
  nameLength: 250,
  /** Longest value, in characters of JSON. */
  valueLength: 100_000,
  rationaleLength: 20_000,
  sourceLength: 250,
  errorLength: 8_000,
  /** What of a stack trace is kept; the rest is left out. */
  keptStackLength: 8_000,
  metadataEntries: 100,
  metadataKeyLength: 250,
  metadataValueLength: 8_000,
  spanIdLength: 64,
} as const;

/** Who or what judged, in MLflow's words. */
export const ASSESSMENT_SOURCES = ['SOURCE_TYPE_UNSPECIFIED', 'HUMAN', 'LLM_JUDGE', 'CODE'] as const;

/** Why a judge came to no value. */
export interface AssessmentError {
  readonly code: string;
  readonly message: string;
  readonly stack: string;
}

/** What can be changed of an assessment. */
export interface AssessmentContent {
  readonly name: string;
  /** What was found (feedback), or what should have come out (expectation): any JSON value. */
  readonly value: unknown;
  /** Only of feedback. */
  readonly error: AssessmentError | null;
  readonly rationale: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What somebody says of a trace. */
export interface GivenAssessment extends AssessmentContent {
  readonly kind: 'feedback' | 'expectation';
  readonly sourceType: (typeof ASSESSMENT_SOURCES)[number];
  /** Which person, judge or program; empty when that was not said. */
  readonly sourceId: string;
  /** The part of the trace that it is about; empty when it is about the whole. */
  readonly spanId: string;
  /** The id of the assessment that it corrects; empty when it corrects none. */
  readonly overrides: string;
}

/** What is said of one trace: feedback on what came out, or what should have come out. */
export interface Assessment extends GivenAssessment {
  readonly id: string;
  readonly traceId: string;
  /** Whether no other assessment corrects it. */
  readonly isValid: boolean;
  readonly createdBy: string;
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** The assessments of traces as programs see them; who may log to the experiment of a trace may judge it. */
export interface Assessments {
  /** @throws Problem TRACE_UNKNOWN, ASSESSMENT_UNKNOWN (what it corrects), ASSESSMENTS_FULL, LOGGED_VALUE_INVALID */
  add(caller: Caller, traceId: string, given: GivenAssessment): Promise<Assessment>;
  /** @throws Problem TRACE_UNKNOWN, ASSESSMENT_UNKNOWN */
  get(caller: Caller, traceId: string, id: string): Promise<Assessment>;
  /**
   * Changes what is named; metadata are added to those it has. Whoever gave it changes it, and who may change the
   * experiment.
   * @throws Problem TRACE_UNKNOWN, ASSESSMENT_UNKNOWN, EXPERIMENT_RIGHT_MISSING, LOGGED_VALUE_INVALID
   */
  change(
    caller: Caller,
    traceId: string,
    id: string,
    change: Partial<AssessmentContent> & { readonly kind?: Assessment['kind'] },
  ): Promise<Assessment>;
  /** Takes it away, so that what it corrected counts again; nothing happens when there is none of this id. */
  remove(caller: Caller, traceId: string, id: string): Promise<void>;
}

/** Which field of an assessment is not accepted, and why as the end of a sentence; `null` when all are. */
export function refuseAssessment(given: AssessmentContent & Partial<GivenAssessment>): {
  readonly path: string;
  readonly value: string;
  readonly why: string;
} | null {
  const { name, value, error, rationale, metadata, sourceId = '', spanId = '' } = given;
  if (name.trim() === '') return { path: 'assessment_name', value: name, why: 'it needs a name.' };
  const texts: readonly (readonly [path: string, text: string, most: number])[] = [
    ['assessment_name', name, ASSESSMENT_LIMITS.nameLength],
    ['value', JSON.stringify(value) ?? '', ASSESSMENT_LIMITS.valueLength],
    ['rationale', rationale, ASSESSMENT_LIMITS.rationaleLength],
    ['source_id', sourceId, ASSESSMENT_LIMITS.sourceLength],
    ['span_id', spanId, ASSESSMENT_LIMITS.spanIdLength],
    ['error', `${error?.code ?? ''}${error?.message ?? ''}`, ASSESSMENT_LIMITS.errorLength],
    ...Object.entries(metadata).flatMap(([key, text]): (readonly [string, string, number])[] => [
      ['metadata', key, ASSESSMENT_LIMITS.metadataKeyLength],
      ['metadata', text, ASSESSMENT_LIMITS.metadataValueLength],
    ]),
  ];
  const long = texts.find(([, text, most]) => text.length > most);
  if (long) return { path: long[0], value: long[1], why: `it is longer than ${long[2]} characters.` };
  const entries = Object.keys(metadata).length;
  return entries > ASSESSMENT_LIMITS.metadataEntries
    ? { path: 'metadata', value: String(entries), why: `there are at most ${ASSESSMENT_LIMITS.metadataEntries}.` }
    : null;
}
