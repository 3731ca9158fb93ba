import { INITIATIVES_ERRORS } from './lifecycle/initiatives/initiatives.errors.ts';
import { PEOPLE_ERRORS } from './lifecycle/people/people.errors.ts';
import { AUTH_ERRORS } from './platform/auth/auth.errors.ts';
import { type ErrorTable, PLATFORM_ERRORS } from './platform/contract/index.ts';

/** The one error table of the product, by part; the documentation and the page that explains refusals come from it. */
export const ERROR_TABLE: readonly { readonly part: string; readonly rows: ErrorTable }[] = [
  { part: 'Every request', rows: PLATFORM_ERRORS },
  { part: 'Accounts', rows: AUTH_ERRORS },
  { part: 'Initiatives', rows: INITIATIVES_ERRORS },
  { part: 'People', rows: PEOPLE_ERRORS },
];
