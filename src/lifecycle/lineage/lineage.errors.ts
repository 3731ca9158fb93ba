import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about lineage. */
export const LINEAGE_ERRORS = {
  LINEAGE_EVENT_INVALID: {
    status: 422,
    sentence: 'This is no OpenLineage event that can be read: {first}',
    remedy:
      'Send events as OpenLineage 2-0-2 describes them, with the stock client of openlineage-python or openlineage-java; nothing of this one was stored.',
  },
  LINEAGE_RUN_FOREIGN: {
    status: 409,
    sentence: 'The run {run} belongs to another job.',
    remedy: 'Give each run of each job an id of its own; nothing of this event was stored.',
  },
  LINEAGE_FULL: {
    status: 409,
    sentence: 'This installation knows {limit} tables or jobs already, which is the most.',
    remedy:
      'Send events about the tables that initiatives use, or leave out those that change their name with each run.',
  },
  SOURCE_UNKNOWN: {
    status: 404,
    sentence: 'No event has told of this table or job.',
    remedy: 'Open Data in the menu on the left: it lists the tables that are known.',
  },
  SOURCE_LINK_LIMIT: {
    status: 409,
    sentence: 'This data set is made from {limit} tables already, which is the most.',
    remedy: 'Name the table in which they are joined instead.',
  },
  SOURCE_DATASET_UNKNOWN: {
    status: 404,
    sentence: 'This initiative has no such data set.',
    remedy: 'Open the step Prepare: it lists the data sets.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about lineage. */
export const refuseLineage = defineErrors(LINEAGE_ERRORS);
