import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about data sets. */
export const DATASETS_ERRORS = {
  DATASET_UNKNOWN: {
    status: 404,
    sentence: 'This initiative has no such data set.',
    remedy: 'Open the step Prepare of the initiative: it lists the data sets.',
  },
  DATASET_VERSION_UNKNOWN: {
    status: 404,
    sentence: 'This data set has no version {number}.',
    remedy: 'Open the data set: it lists its versions.',
  },
  DATASET_NAME_TAKEN: {
    status: 409,
    sentence: 'This initiative has a data set called "{name}" already.',
    remedy: 'Bring the file as a new version of it, or give it another name.',
  },
  DATASET_LIMIT: {
    status: 409,
    sentence: 'There are {limit} {what} already, which is the most.',
    remedy: 'Wait until those under way are done, or bring the file as a version of a data set that exists.',
  },
  DATASET_FILE_TOO_LARGE: {
    status: 413,
    sentence: 'The file was not kept: {reason}',
    remedy: 'Compress it with gzip, keep only the columns that are needed, or send Parquet.',
  },
  DATASET_FILE_INTERRUPTED: {
    status: 400,
    sentence: 'The file did not arrive whole: {reason}',
    remedy: 'Send it again.',
  },
  DATASET_NO_ROOM: {
    status: 503,
    sentence: 'The file was not kept: {reason}',
    remedy: 'Ask whoever runs this installation to make room, then send it again.',
  },
  DATASET_UNREADABLE: {
    status: 422,
    sentence: 'The table cannot be used: {reason}',
    remedy: 'Correct the file and bring it again.',
  },
  DATASET_NOT_READY: {
    status: 409,
    sentence: 'Version {number} is not ready: {state}.',
    remedy: 'Wait until it has been read, or choose a version that has.',
  },
  DATASET_NOT_READING: {
    status: 409,
    sentence: 'Version {number} is not being read.',
    remedy: 'A version that is ready stays as it is; bring another one instead.',
  },
  DATASET_COLUMN_UNKNOWN: {
    status: 422,
    sentence: 'The newest version has no column "{column}".',
    remedy: 'Choose one of the columns that the page lists.',
  },
  DATASET_LABEL_MISSING: {
    status: 409,
    sentence: 'Nobody has said yet which column is to be predicted.',
    remedy: 'Choose the label first; then the expert can confirm what it means.',
  },
  CONTRACT_UNREADABLE: {
    status: 422,
    sentence: 'The data contract was not taken: {why}',
    remedy: 'Correct the file, which is YAML of the Open Data Contract Standard 3.1, and bring it again.',
  },
  DATASET_CHECK_UNKNOWN: {
    status: 404,
    sentence: 'This data set has no such check.',
    remedy: 'Reload the page; it may have been removed meanwhile.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about data sets. */
export const refuseDataset = defineErrors(DATASETS_ERRORS);
