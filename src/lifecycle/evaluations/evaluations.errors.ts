import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about evaluation sets and scorers. */
export const EVALUATIONS_ERRORS = {
  EVALUATION_SET_UNKNOWN: {
    status: 404,
    sentence: "Evaluation dataset with id '{id}' not found.",
    remedy: 'Check the id, or search the evaluation sets of its experiment.',
  },
  EVALUATION_SET_SHARED: {
    status: 403,
    sentence: 'The evaluation set "{name}" belongs to experiments as well to which you may not log.',
    remedy: 'Take it out of your own experiments instead, or ask somebody who may log to all of them.',
  },
  EVALUATION_SET_FULL: {
    status: 409,
    sentence: 'The evaluation set "{name}" would have {count} {what}; it can have {most}.',
    remedy: 'Remove some, or make another set. Nothing of this request was stored.',
  },
  SCORER_UNKNOWN: {
    status: 404,
    sentence: "Scorer with name '{name}'{version} not found for experiment {id}.",
    remedy: 'List the scorers of the experiment.',
  },
  SCORERS_FULL: {
    status: 409,
    sentence: 'There are {most} {what} already, the most that there can be.',
    remedy: 'Delete those that nobody uses any more, then register this one.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about evaluation sets and scorers. */
export const refuseEvaluation = defineErrors(EVALUATIONS_ERRORS);
