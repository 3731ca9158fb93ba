import { defineErrors, type ErrorTable } from '../../platform/contract/errors.ts';

/** What is refused when files are brought. */
export const IMPORT_ERRORS = {
  IMPORT_UNKNOWN: {
    status: 404,
    sentence: 'There is no such file on this initiative.',
    remedy: 'Reload the list of files; somebody may have brought it to another initiative.',
  },
  IMPORT_UNREADABLE: {
    status: 422,
    sentence: '{reason}',
    remedy: 'Nothing of the file was kept. Save it in another form and bring it again.',
  },
  IMPORT_TOO_LARGE: { status: 413, sentence: '{reason}', remedy: 'Nothing of the file was kept.' },
  IMPORT_INTERRUPTED: {
    status: 400,
    sentence: '{reason}',
    remedy: 'Check the connection, or compress the file with gzip so that it travels faster.',
  },
  IMPORT_NO_ROOM: { status: 503, sentence: '{reason}', remedy: 'Bring the file again when there is room.' },
  IMPORT_TOO_MANY: {
    status: 409,
    sentence: '{limit} files of this initiative were brought and are neither loaded nor cancelled.',
    remedy: 'Load or cancel some of them first.',
  },
  IMPORT_MAPPING_INVALID: {
    status: 422,
    sentence: 'The columns cannot be read like this: {first}',
    remedy: 'Correct the fields listed in "fields"; the earlier mapping stays.',
  },
  IMPORT_NOT_MAPPED: {
    status: 409,
    sentence: 'Nobody has said yet what the columns of this file mean.',
    remedy: 'Give the columns their meaning first.',
  },
  IMPORT_NOT_CHECKED: {
    status: 409,
    sentence: 'The file was not checked with its present mapping.',
    remedy: 'Check it first: that reads all rows and stores nothing.',
  },
  IMPORT_BLOCKED: {
    status: 409,
    sentence: '{blockers}',
    remedy: 'Correct this in the mapping and check the file again.',
  },
  IMPORT_HAS_BAD_ROWS: {
    status: 409,
    sentence: '{bad} of {rows} rows cannot be read.',
    remedy: 'Correct the file and bring it again, or decide to leave these rows out.',
  },
  IMPORT_PHASE_CHANGED: {
    status: 409,
    sentence: 'Another phase was opened since the file was checked, so it would be read differently.',
    remedy: 'Check the file again.',
  },
  IMPORT_BUSY: {
    status: 409,
    sentence: 'The file is being {doing} right now.',
    remedy: 'Wait until that is done, or cancel it.',
  },
  IMPORT_OVER: {
    status: 409,
    sentence: 'This file was {done} already.',
    remedy: 'Bring the file again. Records in the ledger are never removed: a corrected file replaces outcomes.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about files. */
export const refuseImport = defineErrors(IMPORT_ERRORS);
