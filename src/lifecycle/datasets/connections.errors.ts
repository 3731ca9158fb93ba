import { defineErrors, type ErrorTable } from '../../platform/contract/index.ts';

/** The refusals about connections and about tables that are fetched through them. */
export const CONNECTIONS_ERRORS = {
  CONNECTION_UNKNOWN: {
    status: 404,
    sentence: 'There is no such connection.',
    remedy: 'Open the page Admin: it lists the connections.',
  },
  CONNECTION_NOT_OPEN: {
    status: 403,
    sentence: 'This connection is not open to this initiative.',
    remedy: 'Ask an administrator to open it, or choose one that the page lists.',
  },
  CONNECTION_NAME_TAKEN: {
    status: 409,
    sentence: 'There is a connection called "{name}" already.',
    remedy: 'Give this one another name.',
  },
  CONNECTIONS_FULL: {
    status: 409,
    sentence: 'There are {limit} connections already, which is the most.',
    remedy: 'Remove one that nobody uses any more.',
  },
  CONNECTION_INVALID: {
    status: 422,
    sentence: 'This is not a connection that can be made: {why}',
    remedy:
      'Give host, database and user, or an address such as postgresql://reader@db.example.com:5432/sales; a host of your own network is named by whoever runs the installation in THROUGHLINE_DATABASE_HOSTS.',
  },
  CONNECTION_FAILED: {
    status: 503,
    sentence: 'The database could not be reached: {why}',
    remedy: 'Try again later; if it stays so, ask an administrator to look at the connection.',
  },
  QUERY_REFUSED: {
    status: 422,
    sentence: '{why}',
    remedy: 'Change the query and look at its first rows again.',
  },
  FETCH_UNKNOWN: {
    status: 404,
    sentence: 'This initiative has no such fetch.',
    remedy: 'Reload the page: it lists what is under way.',
  },
  FETCH_NOT_UNDER_WAY: {
    status: 409,
    sentence: 'This fetch is not under way any more.',
    remedy: 'Reload the page: it says what became of it.',
  },
  FETCH_NO_QUERY: {
    status: 409,
    sentence: 'This data set never came from a query.',
    remedy: 'Name a connection and write a query, or bring a file as the next version.',
  },
} as const satisfies ErrorTable;

/** Makes a refusal about connections. */
export const refuseConnection = defineErrors(CONNECTIONS_ERRORS);
