import { defineErrors, type ErrorTable } from './errors.ts';

/** The refusals that belong to no business room: wrong input, missing rights, limits, start-up. */
export const PLATFORM_ERRORS = {
  INPUT_INVALID: {
    status: 400,
    sentence: 'The input of this request was not accepted: {first}',
    remedy: 'Correct the fields listed in "fields" and send it again; nothing was stored.',
  },
  BODY_UNREADABLE: {
    status: 400,
    sentence: 'The body of this request could not be read as JSON.',
    remedy: 'Send valid JSON with the header "content-type: application/json".',
  },
  ADDRESS_UNREADABLE: {
    status: 400,
    sentence: 'The address of this request could not be read: what follows a "%" is no character.',
    remedy: 'Write other characters than letters and digits as UTF-8 in percent-encoding, and a "%" itself as "%25".',
  },
  BODY_TOO_LARGE: {
    status: 413,
    sentence: 'The body of this request is larger than the limit of this address.',
    remedy: 'Send fewer rows at a time, or bring a file instead.',
  },
  MEDIA_TYPE_UNKNOWN: {
    status: 415,
    sentence: 'The media type of this request is not accepted here.',
    remedy: 'Use "content-type: application/json", or "application/octet-stream" for a file.',
  },
  NOT_FOUND: {
    status: 404,
    sentence: 'There is nothing at {path}.',
    remedy: 'Check the address; the API reference at /api-reference lists all of them.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    sentence: '{method} is not possible at {path}.',
    remedy: 'The API reference at /api-reference lists what is.',
  },
  LIST_POSITION_INVALID: {
    status: 400,
    sentence: 'The place where this page should begin is none of this list.',
    remedy: 'Ask for the next page with the same filter and order as the page before, or begin with the first page.',
  },
  SIGN_IN_NEEDED: {
    status: 401,
    sentence: 'This needs you to be signed in.',
    remedy: 'Sign in on the page, or send "Authorization: Bearer" with an access token.',
  },
  NOT_ALLOWED: {
    status: 403,
    sentence: 'You may not do this: {rule}',
    remedy: 'Ask somebody who may, or ask for the seat that may.',
  },
  TOKEN_SCOPE_MISSING: {
    status: 403,
    sentence: 'This access token may not do this: it lacks the scope "{scope}".',
    remedy: 'Make a token with that scope under your name, Access tokens.',
  },
  ORIGIN_REFUSED: {
    status: 403,
    sentence: 'This request came from a page of another site ({origin}).',
    remedy: 'Open Throughline at its own address, or set THROUGHLINE_PUBLIC_URL to the address that people use.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    sentence: 'Too many attempts in a short time.',
    remedy: 'Wait {seconds} seconds and try again.',
  },
  NOT_READY: {
    status: 503,
    sentence: 'Throughline is starting, stopping, or cannot reach its database.',
    remedy: 'Try again in a moment; /ready says when.',
  },
  FILES_UNAVAILABLE: {
    status: 503,
    sentence: 'The storage that keeps files cannot be used at the moment ({why}). Nothing was half-stored.',
    remedy:
      'Try again in a minute. If it goes on, whoever runs this installation looks at the storage of THROUGHLINE_ARTIFACTS and at its keys.',
  },
  INTERNAL: {
    status: 500,
    sentence: 'Something went wrong on our side (reference {reference}). Nothing was half-written.',
    remedy:
      'Try again; if it happens again, give the reference to whoever runs this installation: the log has the cause.',
  },
} as const satisfies ErrorTable;

/** Makes a problem of the platform's part of the error table. */
export const refuse = defineErrors(PLATFORM_ERRORS);
