import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about traces, their spans and what is said of them. */
export const TRACES_ERRORS = {
  TRACE_UNKNOWN: {
    status: 404,
    sentence: "Trace with ID '{id}' not found.",
    remedy: 'Check the id, or search the traces of its experiment.',
  },
  TRACE_ELSEWHERE: {
    status: 409,
    sentence: "A trace with the ID '{id}' cannot be stored here: it is known or was deleted.",
    remedy: 'Let the client make a new id.',
  },
  TRACE_FILTER_INVALID: {
    status: 400,
    sentence: 'The filter of the traces cannot be read: {why}',
    remedy: "Write it like feedback.good = 'false' AND status = 'OK'.",
  },
  TRACE_SEARCH_LONG: {
    status: 400,
    sentence:
      'The search was stopped after {seconds} seconds: it would have had to look at too many traces one by one.',
    remedy:
      'Ask for a shorter time as well, as in timestamp > 1700000000000, or for something that is equal, such as a tag.',
  },
  SPAN_UNKNOWN: {
    status: 404,
    sentence: 'This trace has no span of this id.',
    remedy: 'Choose one of the spans that the page of the trace lists.',
  },
  SPANS_NOT_HERE: {
    status: 404,
    sentence: 'The spans of this trace are not here: {why}',
    remedy: 'Read them with the client that sent the trace.',
  },
  ASSESSMENT_UNKNOWN: {
    status: 404,
    sentence: "Assessment with ID '{id}' not found in this trace.",
    remedy: 'Read the trace again: it lists its assessments.',
  },
  ASSESSMENTS_FULL: {
    status: 409,
    sentence: "The trace '{id}' has {most} assessments, the most that one can have.",
    remedy: 'Remove those that no longer count, then add this one.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about traces. */
export const refuseTrace = defineErrors(TRACES_ERRORS);
