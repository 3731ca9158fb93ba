import {
  ASSESSMENT_SOURCES,
  type Assessment,
  type AssessmentContent,
  type AssessmentError,
  type Assessments,
  type GivenAssessment,
} from '../lifecycle/traces/index.ts';
import { isNestedTooDeeply } from '../platform/http/storable-text.ts';
import { noIssues } from './issue-operations.ts';
import { invalidParameter, MlflowError, missingParameter } from './mlflow-error.ts';
import type { MlflowOperation } from './mlflow-operation.ts';
import { wireText } from './present.ts';
import {
  anyValue,
  type MlflowInput,
  optionalObject,
  optionalString,
  requiredObject,
  requiredString,
  stringMap,
} from './read-request.ts';

const ASSESSMENTS = '/mlflow/traces/:trace_id/assessments';
const ASSESSMENT = `${ASSESSMENTS}/:assessment_id`;

/** The one way in which clients write values that are lists, objects or nothing. */
const JSON_FORMAT = 'JSON_FORMAT';

/** The operations of assessments: feedback on a trace, and what should have come out. */
export function assessmentOperations(assessments: Assessments): readonly MlflowOperation[] {
  return [
    {
      method: 'POST',
      path: ASSESSMENTS,
      handle: async ({ principal }, input) => {
        const given = readAssessment(requiredObject(input, 'assessment'));
        return present(await assessments.add(principal, requiredString(input, 'trace_id'), given));
      },
    },
    {
      method: 'GET',
      path: ASSESSMENT,
      handle: async ({ principal }, input) =>
        present(
          await assessments.get(principal, requiredString(input, 'trace_id'), requiredString(input, 'assessment_id')),
        ),
    },
    {
      method: 'PATCH',
      path: ASSESSMENT,
      handle: async ({ principal }, input) =>
        present(
          await assessments.change(
            principal,
            requiredString(input, 'trace_id'),
            requiredString(input, 'assessment_id'),
            readChange(input),
          ),
        ),
    },
    {
      method: 'DELETE',
      path: ASSESSMENT,
      handle: async ({ principal }, input) => {
        await assessments.remove(principal, requiredString(input, 'trace_id'), requiredString(input, 'assessment_id'));
        return {};
      },
    },
  ];
}

/** An assessment as clients send it, alone or with its trace. */
export function readAssessment(input: MlflowInput): GivenAssessment {
  if (optionalObject(input, 'issue')) throw noIssues();
  const judged = readJudgement(input);
  if (!judged)
    throw new MlflowError(
      'INVALID_PARAMETER_VALUE',
      `'${input.path}feedback' or '${input.path}expectation' is needed: an assessment is one of them.`,
    );
  const source = optionalObject(input, 'source');
  const named = source && optionalString(source, 'source_type');
  const sourceType = ASSESSMENT_SOURCES.find((one) => one === (named ?? 'SOURCE_TYPE_UNSPECIFIED'));
  if (source && sourceType === undefined)
    throw invalidParameter(`${source.path}source_type`, named, `it must be one of ${ASSESSMENT_SOURCES.join(', ')}.`);
  return {
    ...judged,
    name: requiredString(input, 'assessment_name'),
    rationale: optionalString(input, 'rationale') ?? '',
    metadata: stringMap(input, 'metadata'),
    sourceType: sourceType ?? 'SOURCE_TYPE_UNSPECIFIED',
    sourceId: (source && optionalString(source, 'source_id')) ?? '',
    spanId: optionalString(input, 'span_id') ?? '',
    overrides: optionalString(input, 'overrides') ?? '',
  };
}

function readJudgement(input: MlflowInput): Pick<GivenAssessment, 'kind' | 'value' | 'error'> | null {
  const feedback = optionalObject(input, 'feedback');
  if (feedback)
    return {
      kind: 'feedback',
      value: anyValue(feedback, 'value'),
      error: readError(optionalObject(feedback, 'error')),
    };
  const expectation = optionalObject(input, 'expectation');
  if (!expectation) return null;
  const serialized = optionalObject(expectation, 'serialized_value');
  const value = serialized ? readSerialized(serialized) : anyValue(expectation, 'value');
  return { kind: 'expectation', value, error: null };
}

function readSerialized(input: MlflowInput): unknown {
  const format = requiredString(input, 'serialization_format');
  if (format !== JSON_FORMAT)
    throw invalidParameter(`${input.path}serialization_format`, format, `it must be ${JSON_FORMAT}.`);
  const text = requiredString(input, 'value');
  if (isNestedTooDeeply(text)) throw invalidParameter(`${input.path}value`, text, 'it is nested too deeply.');
  try {
    return JSON.parse(text);
  } catch {
    throw invalidParameter(`${input.path}value`, text, 'it must be JSON.');
  }
}

function readError(input: MlflowInput | undefined): AssessmentError | null {
  if (!input) return null;
  return {
    code: optionalString(input, 'error_code') ?? '',
    message: optionalString(input, 'error_message') ?? '',
    stack: optionalString(input, 'stack_trace') ?? '',
  };
}

/** What the mask names; it is a text in which JSON of protobuf writes fields as `assessmentName,feedback`. */
function readChange(input: MlflowInput): Partial<AssessmentContent> & { kind?: Assessment['kind'] } {
  const given = requiredObject(input, 'assessment');
  const mask = optionalString(input, 'update_mask');
  if (mask === undefined) throw missingParameter('update_mask');
  const named = new Set(mask.split(',').map((field) => field.trim().toLowerCase().replaceAll('_', '')));
  const judged = named.has('feedback') || named.has('expectation') ? readJudgement(given) : null;
  return {
    ...judged,
    ...(named.has('assessmentname') ? { name: requiredString(given, 'assessment_name') } : {}),
    ...(named.has('rationale') ? { rationale: optionalString(given, 'rationale') ?? '' } : {}),
    ...(named.has('metadata') ? { metadata: stringMap(given, 'metadata') } : {}),
  };
}

function present(assessment: Assessment): object {
  return { assessment: presentAssessment(assessment) };
}

/** An assessment on the wire. */
export function presentAssessment(assessment: Assessment): object {
  const judged =
    assessment.kind === 'feedback'
      ? { feedback: { value: assessment.value, error: presentError(assessment.error) } }
      : { expectation: presentExpectation(assessment.value) };
  return {
    assessment_id: assessment.id,
    assessment_name: assessment.name,
    trace_id: assessment.traceId,
    span_id: wireText(assessment.spanId),
    source: { source_type: assessment.sourceType, source_id: wireText(assessment.sourceId) },
    create_time: new Date(assessment.createdMs).toISOString(),
    last_update_time: new Date(assessment.updatedMs).toISOString(),
    ...judged,
    rationale: wireText(assessment.rationale),
    metadata: Object.keys(assessment.metadata).length === 0 ? undefined : assessment.metadata,
    overrides: wireText(assessment.overrides),
    valid: assessment.isValid,
  };
}

function presentError(error: AssessmentError | null): object | undefined {
  return error
    ? { error_code: wireText(error.code), error_message: wireText(error.message), stack_trace: wireText(error.stack) }
    : undefined;
}

/** Clients write lists, objects and nothing as a text of JSON, and read them so. */
function presentExpectation(value: unknown): object {
  return typeof value === 'object'
    ? { serialized_value: { serialization_format: JSON_FORMAT, value: JSON.stringify(value) } }
    : { value };
}
