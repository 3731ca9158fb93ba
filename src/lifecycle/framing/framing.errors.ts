import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about the framing and its signatures. */
export const FRAMING_ERRORS = {
  FRAMING_DRAFT_CHANGED: {
    status: 409,
    sentence: 'This draft is not the newest: {what}.',
    remedy: 'Load the newest draft, compare it with yours, and try again; nothing of yours was stored.',
  },
  FRAMING_NOT_READY: {
    status: 422,
    sentence: 'The framing cannot be put forward yet. {first}',
    remedy: 'Complete the fields listed in "fields".',
  },
  FRAMING_REASON_NEEDED: {
    status: 422,
    sentence: 'Version {version} of the framing is signed; changing it is an amendment and needs a reason.',
    remedy: 'Say in a sentence why the signed framing changes.',
  },
  FRAMING_UNCHANGED: {
    status: 409,
    sentence: 'This draft says exactly what the signed version {version} says.',
    remedy: 'Change something first; there is nothing to sign again.',
  },
  FRAMING_ALREADY_PROPOSED: {
    status: 409,
    sentence: 'This draft already waits for signatures as version {version}, put forward by {name}.',
    remedy: 'Sign that version.',
  },
  FRAMING_VERSION_UNKNOWN: {
    status: 404,
    sentence: 'The framing of this initiative has no version {version}.',
    remedy: 'Reload the framing and choose one of its versions.',
  },
  FRAMING_NOT_OPEN: {
    status: 409,
    sentence: 'Version {version} of the framing cannot be signed: it {state}.',
    remedy: 'Reload the framing and sign the version that waits for signatures, if there is one.',
  },
  FRAMING_HASH_DIFFERS: {
    status: 409,
    sentence: 'What you saw is not what version {version} of the framing says.',
    remedy: 'Reload the framing, read it again and sign then; you always sign exactly what you read.',
  },
  FRAMING_ROLE_NOT_HELD: {
    status: 403,
    sentence: 'You have no seat as {role} on this initiative, so you cannot sign as one.',
    remedy: 'Sign in a role that you hold, or ask somebody at the table for the seat.',
  },
  FRAMING_ROLE_DOES_NOT_SIGN: {
    status: 422,
    sentence: 'A framing is not signed by a {role}.',
    remedy: 'Speak at the step Frame instead; everybody at the table reads it.',
  },
  FRAMING_ROLE_SIGNED: {
    status: 409,
    sentence: '{name} has already signed version {version} as {role}.',
    remedy: 'One signature of each role is enough.',
  },
  FRAMING_SIGNER_TWICE: {
    status: 409,
    sentence: 'You have already signed version {version} as {role}; that and this role have to be two people.',
    remedy: 'Ask somebody else to take the other seat and sign: nobody confirms their own work.',
  },
  FRAMING_TRANSLATION_NOT_APPROVED: {
    status: 409,
    sentence: 'Version {version} cannot be signed yet: no expert has approved its translation of the question.',
    remedy:
      'Ask an expert to read it beside the question and approve it; {writer} wrote it, so it has to be another person.',
  },
  FRAMING_TRANSLATION_CHANGED: {
    status: 409,
    sentence: 'The translation that you read is not the one that stands there now.',
    remedy: 'Reload the framing, read the translation again and decide then.',
  },
  FRAMING_TRANSLATION_OWN: {
    status: 409,
    sentence: 'You wrote this translation, so you cannot approve it.',
    remedy:
      'Ask another expert to approve it, or a data scientist to take it over as theirs; nobody confirms their own words.',
  },
  FRAMING_ASSUMPTION_UNKNOWN: {
    status: 404,
    sentence: 'Version {version} of the framing has no assumption with this name.',
    remedy: 'Reload the page and choose one of the assumptions of that version.',
  },
  FRAMING_ASSUMPTION_NOT_SIGNED: {
    status: 409,
    sentence: 'Version {version} of the framing is not signed, so nothing is found out about its assumptions yet.',
    remedy: 'Sign the framing first; until then change the assumption itself.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about the framing. */
export const refuseFraming = defineErrors(FRAMING_ERRORS);
