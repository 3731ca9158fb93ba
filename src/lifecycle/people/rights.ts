import { ROLE_NAME, type Role } from './roles.ts';

/** Where a person stands towards an initiative (or, without one, towards the installation). */
export interface Standing {
  readonly isAdministrator: boolean;
  readonly isAuditor: boolean;
  /** Roles of the seats held on the initiative; empty for people outside. */
  readonly roles: readonly Role[];
  /** Whether people outside may read the initiative. */
  readonly isOpen: boolean;
}

/** Somebody whom a rule admits. */
export type Who = 'anybody' | 'reader' | 'table' | 'administrator' | 'auditor' | Role;

/** A row of a policy table: who may, and the sentence that the page shows beside a button that is off. */
export interface PolicyRow {
  readonly who: readonly Who[];
  readonly sentence: string;
}

/** A part of the policy table, by action. */
export type Policy = Readonly<Record<string, PolicyRow>>;

/** Checks a room's table of sentences while keeping its action names. */
export function definePolicy<const P extends Policy>(policy: P): P {
  return policy;
}

/** Whether one kind of person is admitted. `reader` is everybody who may read; `table` everybody with a seat. */
function admits(who: Who, standing: Standing): boolean {
  switch (who) {
    case 'anybody':
      return true;
    case 'reader':
      return standing.isOpen || standing.isAuditor || standing.roles.length > 0;
    case 'table':
      return standing.roles.length > 0;
    case 'administrator':
      return standing.isAdministrator;
    case 'auditor':
      return standing.isAuditor;
    default:
      return standing.roles.includes(who);
  }
}

/** Whether a rule admits a person. */
export function mayDo(row: PolicyRow, standing: Standing): boolean {
  return row.who.some((who) => admits(who, standing));
}

/** Whether a person may know that the initiative exists at all. */
export function maySee(standing: Standing): boolean {
  return admits('reader', standing);
}

/** A list of roles for a sentence: "subject-matter expert, data scientist or business sponsor". */
export function rolesInWords(roles: readonly Role[]): string {
  const names = roles.map((role) => ROLE_NAME[role]);
  if (names.length <= 1) return names.join('');
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
