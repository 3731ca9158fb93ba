import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about registered models and what goes live. */
export const REGISTRY_ERRORS = {
  MODEL_UNKNOWN: {
    status: 404,
    sentence: 'Registered Model with name={name} not found.',
    remedy: 'Check the name, with its capital letters, or open Models: it lists all that you may see.',
  },
  MODEL_IS_PROMPT: {
    status: 404,
    sentence: '"{name}" is a prompt, not a model.',
    remedy: 'Open it at {where}.',
  },
  PROMPT_UNKNOWN: {
    status: 404,
    sentence: 'There is no prompt "{name}", or it is not for you to see.',
    remedy: 'Check the name, with its capital letters, or open Models: it lists the prompts that you may see.',
  },
  PROMPT_VERSION_UNKNOWN: {
    status: 404,
    sentence: 'The prompt "{name}" has no version {version} that you may see.',
    remedy: 'Choose one of the versions that its page lists; a deleted one can be brought back there.',
  },
  MODEL_NAME_TAKEN: {
    status: 409,
    sentence: 'Registered Model (name={name}) already exists.',
    remedy: 'Choose another name, or register a new version of the model that has it.',
  },
  MODEL_NAME_INVALID: {
    status: 400,
    sentence: "Invalid name '{name}' for a registered model: {why}",
    remedy: 'Choose another name; nothing was stored.',
  },
  MODEL_VERSION_UNKNOWN: {
    status: 404,
    sentence: 'Model Version (name={name}, version={version}) not found.',
    remedy: 'Check the number; the page of the model lists every version.',
  },
  MODEL_SOURCE_INVALID: {
    status: 400,
    sentence: "Invalid model version source: '{source}'.",
    remedy:
      'Name files that were logged here (mlflow-artifacts:/, models:/ or runs:/ as the client resolves it), or an address elsewhere without "..".',
  },
  MODEL_RIGHT_MISSING: {
    status: 403,
    sentence: 'You may not change the model "{name}": {rule}',
    remedy: 'Ask for such a seat at the table of its initiative, or ask somebody who holds one.',
  },
  MODEL_OF_ANOTHER: {
    status: 403,
    sentence: 'You may not change the model "{name}". {rule}',
    remedy:
      'Ask {owner} or an administrator, register it under another name, or connect its experiment to an initiative.',
  },
  MODEL_TAG_INVALID: {
    status: 400,
    sentence: "Invalid value for a tag ('{key}'): {why}",
    remedy: 'Correct it and send it again; nothing was stored.',
  },
  MODEL_VALUE_TOO_LONG: {
    status: 400,
    sentence: "Invalid value for parameter '{field}': it is longer than {most} characters.",
    remedy: 'Shorten it, or keep the text in a file beside the model; nothing was stored.',
  },
  MODEL_STAGE_INVALID: {
    status: 400,
    sentence: "Invalid Model Version stage: '{stage}'. {why}",
    remedy: 'Use None, Staging, Production or Archived; what is live is said by aliases.',
  },
  MODEL_NOT_DELETED: {
    status: 404,
    sentence: 'There is no deleted model or version like this that you may see.',
    remedy: 'Open Models and look under what was deleted.',
  },
  ALIAS_INVALID: {
    status: 400,
    sentence: "Invalid alias name '{alias}': {why}",
    remedy: 'Choose another alias; nothing was stored.',
  },
  ALIAS_UNKNOWN: {
    status: 400,
    sentence: 'Registered model alias {alias} not found.',
    remedy: 'The page of the model lists its aliases.',
  },
  ALIAS_PROTECTED: {
    status: 403,
    sentence: 'The alias "{alias}" of "{name}" is protected: it moves only with the approval of {who}.',
    remedy: 'Propose it with a reason at {where}; it moves at once when the last approval is given.',
  },
  VERSION_IN_USE: {
    status: 403,
    sentence: '{what} of "{name}" cannot be deleted: {why}',
    remedy: 'Propose to move or take away the alias at {where}, or withdraw the proposal; then delete it.',
  },
  ALIAS_THERE_ALREADY: {
    status: 409,
    sentence: 'The alias "{alias}" is there already.',
    remedy: 'There is nothing to move.',
  },
  MODEL_NOT_ON_THE_LINE: {
    status: 409,
    sentence: 'Nobody can approve version {version} of "{name}" yet: its experiment is not connected to an initiative.',
    remedy: 'Connect the experiment to its initiative at the step Build, then propose it again.',
  },
  NOBODY_SIGNS: {
    status: 409,
    sentence: 'The playbook of "{initiative}" names no role that signs at Review.',
    remedy: 'Give a role the duty to sign at Review, then propose it again.',
  },
  PROPOSAL_OPEN: {
    status: 409,
    sentence: 'Somebody has proposed to move "{alias}" of this model already, and the answer is awaited.',
    remedy: 'Wait for the decision, or ask the proposer to withdraw it.',
  },
  PROPOSAL_UNKNOWN: {
    status: 404,
    sentence: 'This model has no such proposal.',
    remedy: 'Open the page of the model: it lists every proposal.',
  },
  PROPOSAL_CLOSED: {
    status: 409,
    sentence: 'This proposal was {state} already.',
    remedy: 'Read the decision on the page of the model; propose it again if something changed.',
  },
  DECISION_ROLE_DOES_NOT_SIGN: {
    status: 422,
    sentence: 'The {role} does not sign at Review of this initiative; {signing} does.',
    remedy: 'Decide in a role that signs, or say what you think as a remark at Review.',
  },
  DECISION_ROLE_NOT_HELD: {
    status: 403,
    sentence: 'You may not decide as {role}: you do not hold that role on this initiative.',
    remedy: 'Ask somebody who holds it, or take a seat in that role first.',
  },
  DECISION_GIVEN: {
    status: 409,
    sentence: 'The {role} has decided on this proposal already; a decision is never changed.',
    remedy: 'Read it on the page of the model.',
  },
  DECISION_NEEDS_ANOTHER_PERSON: {
    status: 403,
    sentence: 'You have approved this proposal in another role; each role that signs needs a person of its own.',
    remedy: 'Ask somebody else who holds the role of {role}, or seat somebody in it.',
  },
  AUTHOR_MAY_NOT_APPROVE: {
    status: 403,
    sentence: 'You registered or trained version {version}, so you may not approve it.',
    remedy: 'Ask somebody else who holds the role of {role}, or seat somebody in it.',
  },
  FILES_CHANGED: {
    status: 409,
    sentence: 'The files of version {version} are no longer those that were proposed.',
    remedy: 'Find out who changed them, withdraw this proposal, and propose the version anew.',
  },
  ARTIFACT_UNKNOWN: {
    status: 404,
    sentence: 'There is no file "{path}" in this version.',
    remedy: 'Open the folder above it: it lists what there is.',
  },
  ARTIFACT_WITHHELD: {
    status: 403,
    sentence:
      'The file "{path}" holds what a first model learned from columns about persons, so it is given only to whoever has a seat at the table of the initiative that the model was made for.',
    remedy:
      'Ask for a seat at that table, or ask somebody who sits there; the page of the first model shows what may be told.',
  },
  ARTIFACT_DAMAGED: {
    status: 409,
    sentence: 'The file "{path}" is damaged in the storage, so it was not delivered.',
    remedy: 'Log it again from where it came, and tell whoever runs this installation.',
  },
  WEBHOOK_UNKNOWN: {
    status: 404,
    sentence: 'Webhook with ID {id} not found.',
    remedy: 'Open Models: it lists the webhooks that you may change.',
  },
  WEBHOOK_RIGHT_MISSING: {
    status: 403,
    sentence: 'You may not add a webhook: administrators do, and whoever holds a seat that builds.',
    remedy: 'Ask an administrator to add it, or ask for a seat that builds at the table of an initiative.',
  },
  WEBHOOK_INVALID: {
    status: 400,
    sentence: 'The webhook was not accepted: {why}',
    remedy: 'Correct it and send it again; nothing was stored.',
  },
  WEBHOOK_ADDRESS_REFUSED: {
    status: 400,
    sentence: 'Nothing is sent to this address: {why}',
    remedy:
      'Use a public address that begins with https://, or ask whoever runs this installation to name the host in THROUGHLINE_WEBHOOK_HOSTS.',
  },
  WEBHOOKS_FULL: {
    status: 409,
    sentence: 'There are as many webhooks as an installation may have.',
    remedy: 'Remove one that is not used any more, and try again.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about registered models. */
export const refuseRegistry = defineErrors(REGISTRY_ERRORS);
