import type { RecordedEvent } from '../../platform/events/event.ts';
import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Actor } from './actor.ts';
import type { Initiative, NewQuestion, StoredInitiative, Visibility } from './initiative.ts';
import { initiativesApi } from './initiatives.schema.ts';
import type { StepState } from './line.ts';
import type { LogQuery } from './read-log.use-case.ts';

/** A right of the caller, with the rule in words. */
export interface RightInWords {
  readonly allowed: boolean;
  readonly rule: string;
}

/** What the routes of the line call. */
export interface InitiativesUseCases {
  start(actor: Actor, asked: NewQuestion): Promise<StoredInitiative>;
  require(slug: string): Promise<StoredInitiative>;
  steps(initiative: StoredInitiative): Promise<readonly StepState[]>;
  /** What the caller may do on an initiative, by action, for the page's buttons. */
  rights(principal: Principal, slug: string): Promise<Readonly<Record<string, RightInWords>>>;
  change(
    actor: Actor,
    initiative: StoredInitiative,
    change: { readonly name?: string | undefined; readonly visibility?: Visibility | undefined },
  ): Promise<StoredInitiative>;
  log(initiative: StoredInitiative, query: LogQuery): Promise<readonly RecordedEvent[]>;
  logActors(initiative: StoredInitiative): Promise<readonly { readonly accountId: string; readonly name: string }[]>;
}

/** The routes of the line itself. */
export function initiativesRoutes(useCases: InitiativesUseCases): MountedApi {
  return mountApi('Initiatives', initiativesApi, {
    start: async ({ body }, { principal }) => present(await useCases.start(principal, body)),
    read: async ({ params }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      const [steps, rights] = await Promise.all([useCases.steps(initiative), useCases.rights(principal, params.slug)]);
      return { initiative: present(initiative), steps: [...steps], rights: { ...rights } };
    },
    change: async ({ params, body }, { principal }) =>
      present(await useCases.change(principal, await useCases.require(params.slug), body)),
    log: async ({ params, query }) => {
      const before = Number(query.cursor);
      const events = await useCases.log(await useCases.require(params.slug), {
        before: Number.isSafeInteger(before) && before > 0 ? before : undefined,
        limit: query.limit + 1,
        step: query.step,
        actorId: query.actorId,
        isDecisionsOnly: query.only === 'decisions',
      });
      const page = events.slice(0, query.limit);
      return {
        entries: page.map(presentEvent),
        nextCursor: events.length > query.limit ? String(page.at(-1)?.seq) : null,
      };
    },
    logActors: async ({ params }) => {
      const actors = await useCases.logActors(await useCases.require(params.slug));
      return { actors: actors.map((actor) => ({ ...actor })) };
    },
  });
}

function present({ no: _, ...initiative }: StoredInitiative): Initiative {
  return initiative;
}

function presentEvent(event: RecordedEvent) {
  return {
    seq: event.seq,
    at: event.at.toISOString(),
    actorId: event.actorId,
    actorName: event.actorName,
    actingAs: event.actingAs,
    kind: event.kind,
    step: event.section,
    sentence: event.sentence,
    reason: event.reason,
  };
}
