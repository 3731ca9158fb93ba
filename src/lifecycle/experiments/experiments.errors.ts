import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about experiments and runs. */
export const EXPERIMENTS_ERRORS = {
  EXPERIMENT_UNKNOWN: {
    status: 404,
    sentence: 'No experiment with id={id} exists.',
    remedy: 'Check the id, or search for the experiment by its name.',
  },
  EXPERIMENT_NAME_UNKNOWN: {
    status: 404,
    sentence: "Could not find experiment with name '{name}'.",
    remedy: 'Check the name, with its capital letters, or create the experiment.',
  },
  EXPERIMENT_NAME_TAKEN: {
    status: 409,
    sentence: "Experiment '{name}' already exists.",
    remedy: 'Choose another name. A deleted experiment keeps its name and can be restored.',
  },
  EXPERIMENT_DELETED: {
    status: 409,
    sentence: "The experiment '{id}' must be in the 'active' state; it is deleted.",
    remedy: 'Restore it first, or use another experiment.',
  },
  EXPERIMENT_NOT_DELETED: {
    status: 404,
    sentence: "The experiment '{id}' is not deleted.",
    remedy: 'There is nothing to restore.',
  },
  EXPERIMENT_INITIATIVE_UNKNOWN: {
    status: 404,
    sentence: "There is no initiative at '{slug}'.",
    remedy: 'Use the part of its address that follows /i/.',
  },
  EXPERIMENT_NOT_CONNECTED: {
    status: 404,
    sentence: 'This experiment is not connected to this initiative.',
    remedy: 'Open the step Build of the initiative: it lists the experiments that are.',
  },
  EXPERIMENT_RIGHT_MISSING: {
    status: 403,
    sentence: 'You may not do this with the experiment: {rule}',
    remedy: 'Ask for such a seat at the table of its initiative, or ask somebody who holds one.',
  },
  EXPERIMENT_TAG_UNKNOWN: {
    status: 404,
    sentence: 'No tag with name: {key} in {what}.',
    remedy: 'Check the key; a tag that is gone needs no deleting.',
  },
  RUN_UNKNOWN: {
    status: 404,
    sentence: "Run '{id}' not found.",
    remedy: 'Check the id of the run, or search the runs of its experiment.',
  },
  RUN_DELETED: {
    status: 409,
    sentence: "The run {id} must be in the 'active' state; it is deleted.",
    remedy: 'Restore the run first, or log to another one.',
  },
  RUN_NAME_DISAGREES: {
    status: 400,
    sentence: "The run's name '{name}' and its tag mlflow.runName '{tag}' disagree.",
    remedy: 'Send one of them, or the same name in both.',
  },
  PARAM_CHANGED: {
    status: 409,
    sentence:
      "Changing param values is not allowed. Param with key='{key}' was already logged with value='{old}' for run '{run}'; the new value is '{value}'.",
    remedy: 'Log the new value to a new run, or under another key. Nothing of this request was stored.',
  },
  MODEL_METRIC_CHANGED: {
    status: 409,
    sentence: "The metric '{key}' of the model '{model}' has another value at that step and moment already.",
    remedy: 'Log it at another step. Nothing of this request was stored.',
  },
  MODEL_PARAM_CHANGED: {
    status: 409,
    sentence: "The param '{key}' of the model '{model}' was logged already.",
    remedy: "A model's params are logged once; make a new model.",
  },
  LOGGED_MODEL_UNKNOWN: {
    status: 404,
    sentence: "Logged model with ID '{id}' not found.",
    remedy: 'Check the id of the model, or search the models of its experiment.',
  },
  LOGGED_VALUE_INVALID: {
    status: 400,
    sentence: "Invalid value {value} for parameter '{path}': {why}",
    remedy: 'Correct it and send it again; nothing of this request was stored.',
  },
  BATCH_TOO_LARGE: {
    status: 400,
    sentence: 'A batch may have at most {most} {what}; this one has {count}.',
    remedy: 'Send it in several batches; nothing of this one was stored.',
  },
  RUN_FILTER_INVALID: {
    status: 400,
    sentence: 'The {what} of the runs cannot be read: {why}',
    remedy: "Write it like metrics.auc > 0.7 AND params.depth = '4', or like metrics.auc DESC for an order.",
  },
  VIEW_NAME_TAKEN: {
    status: 409,
    sentence: '{by} has saved a view called "{name}" already.',
    remedy: 'Choose another name.',
  },
  VIEW_LIMIT: {
    status: 409,
    sentence: 'This experiment has {most} saved views already.',
    remedy: 'Remove one that nobody needs any more, then save yours.',
  },
  VIEW_UNKNOWN: {
    status: 404,
    sentence: 'This experiment has no saved view of this id.',
    remedy: 'Reload the page; the view may have been removed meanwhile.',
  },
  VIEW_OF_ANOTHER: {
    status: 403,
    sentence: 'The view "{name}" was saved by {by}; only they and administrators change or remove it.',
    remedy: 'Ask {by}, or save a view of your own.',
  },
  CONCLUSION_RUN_UNKNOWN: {
    status: 422,
    sentence: "A conclusion rests on runs of this initiative; '{id}' is none of them.",
    remedy: 'Choose runs of the experiments that are connected to this initiative.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about experiments and runs. */
export const refuseTracking = defineErrors(EXPERIMENTS_ERRORS);
