import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { FindingChange } from './change-finding.use-case.ts';
import type { Finding, FindingEntry } from './finding.ts';
import { findingsApi } from './findings.schema.ts';
import { daysLost, type Return, stepsBack } from './lateness.ts';
import type { RaisedFinding } from './raise-finding.use-case.ts';
import type { FoundOnLine } from './read-findings.use-case.ts';
import type { SentBackPlace } from './sent-back.store.ts';
import type { Settlement } from './settle-finding.use-case.ts';
import type { ReturnTicket } from './ticket.ts';

/** What the routes of findings call. */
export interface FindingsUseCases {
  require(slug: string): Promise<StoredInitiative>;
  list(
    initiative: StoredInitiative,
    page: { readonly after: SentBackPlace | null; readonly limit: number },
  ): Promise<FoundOnLine>;
  read(
    initiative: StoredInitiative,
    findingId: string,
  ): Promise<{ readonly finding: Finding; readonly history: readonly FindingEntry[] }>;
  raise(actor: Actor, initiative: StoredInitiative, raised: RaisedFinding): Promise<Finding>;
  change(actor: Actor, initiative: StoredInitiative, findingId: string, change: FindingChange): Promise<Finding>;
  answer(actor: Actor, initiative: StoredInitiative, findingId: string, text: string): Promise<Finding>;
  settle(actor: Actor, initiative: StoredInitiative, findingId: string, settlement: Settlement): Promise<Finding>;
}

/** The routes of findings. */
export function findingsRoutes(useCases: FindingsUseCases): MountedApi {
  return mountApi('Findings', findingsApi, {
    list: async ({ params, query }) => {
      const page = { after: readPlace(query.cursor), limit: query.limit };
      return presentFound(await useCases.list(await useCases.require(params.slug), page));
    },
    read: async ({ params }) => {
      const { finding, history } = await useCases.read(await useCases.require(params.slug), params.findingId);
      return { finding: present(finding), history: history.map((entry) => ({ ...entry })) };
    },
    raise: async ({ params, body }, { principal }) =>
      present(await useCases.raise(actorOf(principal), await useCases.require(params.slug), body)),
    change: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      return present(await useCases.change(actorOf(principal), initiative, params.findingId, body));
    },
    answer: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      return present(await useCases.answer(actorOf(principal), initiative, params.findingId, body.text));
    },
    settle: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      return present(await useCases.settle(actorOf(principal), initiative, params.findingId, body));
    },
  });
}

/** Only who somebody is goes into a finding, nothing else of the caller. */
function actorOf({ accountId, name }: Actor): Actor {
  return { accountId, name };
}

function readPlace(cursor: string | undefined): SentBackPlace | null {
  if (cursor === undefined) return null;
  const dash = cursor.indexOf('-');
  return { at: Number(cursor.slice(0, dash)), id: cursor.slice(dash + 1) };
}

function presentFound({ items, next, counts, to, costs, lateness }: FoundOnLine) {
  return {
    items: items.map((item) =>
      item.kind === 'finding'
        ? { kind: item.kind, finding: present(item.finding), cost: presentCost(costs.get(item.finding.id)) }
        : { kind: item.kind, ticket: presentTicket(item.ticket), cost: presentCost(costs.get(item.ticket.id)) },
    ),
    nextCursor: next === null ? null : `${next.at}-${next.id}`,
    counts: { ...counts },
    sentBackTo: [...to],
    lateness: lateness.map((each) => ({ ...each })),
  };
}

function present(finding: Finding) {
  return { ...finding, raisedBy: { ...finding.raisedBy, roles: [...finding.raisedBy.roles] } };
}

function presentTicket({ roles, state: _, ...ticket }: ReturnTicket) {
  return { ...ticket, roles: roles.map(({ role }) => role) };
}

function presentCost(cost: Return | undefined) {
  if (!cost) return null;
  return {
    stepsBack: stepsBack(cost),
    daysLost: daysLost([cost]),
    runsRedone: cost.runsRedone,
    missed: cost.missed.map((each) => ({ ...each })),
  };
}
