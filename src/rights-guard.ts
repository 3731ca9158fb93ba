import { decideRight, type Policy, type Role, type Standing } from './lifecycle/people/index.ts';
import type { Guard, GuardDecision } from './platform/http/guard.ts';
import type { Principal } from './platform/http/principal.ts';

/** What the guard asks the rooms. */
export interface GuardSources {
  /** Who may do what: the rooms' tables of sentences as one. */
  readonly policy: Policy;
  readonly findInitiative: (
    slug: string,
  ) => Promise<{ readonly no: number; readonly visibility: 'open' | 'private' } | null>;
  readonly rolesOf: (initiativeNo: number, accountId: string) => Promise<readonly Role[]>;
}

/** Topics that say only that a list changed; who reads the list anew is shown what they may see. */
const OPEN_TOPICS: ReadonlySet<string> = new Set([
  'accounts',
  'initiatives',
  'ideas',
  'playbooks',
  'models',
  'experiments',
  'sources',
]);

/** What the guard must know of whoever asks. */
type Person = Pick<Principal, 'accountId' | 'isAdministrator' | 'isAuditor'>;

/** The one guard of the installation, and what it knows put into words for pages. */
export interface RightsGuard {
  readonly guard: Guard;
  /** The same decision for what belongs to an initiative without its address saying so. */
  decide(person: Person, action: string, slug: string): Promise<GuardDecision>;
  /** What a person may do on an initiative, by action, with the rule in words. */
  inWords(
    principal: Principal,
    slug: string,
  ): Promise<Readonly<Record<string, { readonly allowed: boolean; readonly rule: string }>>>;
  /**
   * Whether a page may be told that a topic changed: `initiative:<slug>` if it may be seen; `account:<id>` by that person
   * alone; those of `OPEN_TOPICS` always.
   */
  mayWatch(principal: Principal, topic: string): Promise<boolean>;
}

/** Makes the guard. A person's standing is read anew for every question, so that a lost seat counts at once. */
export function createRightsGuard({ policy, findInitiative, rolesOf }: GuardSources): RightsGuard {
  async function standingOf(principal: Person, slug: string | undefined): Promise<Standing | null> {
    const { isAdministrator, isAuditor } = principal;
    if (slug === undefined) return { isAdministrator, isAuditor, roles: [], isOpen: true };
    const initiative = await findInitiative(slug);
    if (!initiative) return null;
    const roles = await rolesOf(initiative.no, principal.accountId);
    return { isAdministrator, isAuditor, roles, isOpen: initiative.visibility === 'open' };
  }
  const decide = async (person: Person, action: string, slug: string | undefined): Promise<GuardDecision> => {
    const standing = await standingOf(person, slug);
    return standing ? decideRight(policy, action, standing) : { kind: 'hidden' };
  };
  const guard: Guard = ({ principal, action, params }) => decide(principal, action, params.slug);
  return {
    guard,
    decide,
    inWords: async (principal, slug) => {
      const standing = await standingOf(principal, slug);
      if (!standing) return {};
      return Object.fromEntries(
        Object.entries(policy).map(([action, row]) => [
          action,
          { allowed: decideRight(policy, action, standing).kind === 'allowed', rule: row.sentence },
        ]),
      );
    },
    mayWatch: async (principal, topic) => {
      const [kind, slug] = topic.split(':');
      if (kind === 'initiative' && slug)
        return (await guard({ principal, action: 'initiative.see', params: { slug } })).kind === 'allowed';
      if (kind === 'account') return slug === principal.accountId;
      return OPEN_TOPICS.has(topic);
    },
  };
}
