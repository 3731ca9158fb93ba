import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { actionsMigrations } from './lifecycle/actions/actions.migrations.ts';
import { type ActionsModule, actionsModule } from './lifecycle/actions/actions.module.ts';
import { actionsApi } from './lifecycle/actions/index.ts';
import { feedbackMigrations } from './lifecycle/feedback/feedback.migrations.ts';
import { feedbackModule } from './lifecycle/feedback/feedback.module.ts';
import { feedbackApi, feedbackPolicy } from './lifecycle/feedback/index.ts';
import { framingMigrations } from './lifecycle/framing/framing.migrations.ts';
import { type FramingModule, framingModule } from './lifecycle/framing/framing.module.ts';
import { framingApi, framingPolicy } from './lifecycle/framing/index.ts';
import { initiativesApi, type StoredInitiative } from './lifecycle/initiatives/index.ts';
import { initiativesMigrations } from './lifecycle/initiatives/initiatives.migrations.ts';
import { type InitiativesModule, initiativesModule } from './lifecycle/initiatives/initiatives.module.ts';
import { ledgerApi, ledgerPolicy } from './lifecycle/ledger/index.ts';
import { ledgerMigrations } from './lifecycle/ledger/ledger.migrations.ts';
import { type LedgerModule, ledgerModule } from './lifecycle/ledger/ledger.module.ts';
import {
  decideRight,
  type EvidenceKind,
  type Policy,
  peopleApi,
  peoplePolicy,
  type Standing,
} from './lifecycle/people/index.ts';
import { peopleMigrations } from './lifecycle/people/people.migrations.ts';
import { type PeopleModule, peopleModule } from './lifecycle/people/people.module.ts';
import { authMigrations } from './platform/auth/auth.migrations.ts';
import { authModule } from './platform/auth/auth.module.ts';
import { authApi } from './platform/auth/auth.schema.ts';
import type { Api } from './platform/contract/index.ts';
import type { Database, Queryable } from './platform/database/database.ts';
import type { Migration } from './platform/database/migrations.ts';
import { eventsMigrations } from './platform/events/events.migrations.ts';
import { eventsModule } from './platform/events/events.module.ts';
import { eventsApi } from './platform/events/events.schema.ts';
import { appendEvent } from './platform/events/events.store.ts';
import { sealEvents } from './platform/events/seal-events.ts';
import type { Guard } from './platform/http/guard.ts';
import { createMetrics } from './platform/http/metrics.ts';
import type { Principal } from './platform/http/principal.ts';
import { createServer } from './platform/http/server.ts';
import { jobsMigrations } from './platform/jobs/jobs.migrations.ts';
import { type Jobs, startJobs } from './platform/jobs/jobs.ts';
import { openLiveNotices } from './platform/live/live-notices.ts';
import { openLiveSocket } from './platform/live/live-socket.ts';
import type { Log } from './platform/log/log.ts';

/** The tables of every room, in the order of their numbers. */
export const MIGRATIONS: readonly Migration[] = [
  ...eventsMigrations,
  ...jobsMigrations,
  ...authMigrations,
  ...initiativesMigrations,
  ...peopleMigrations,
  ...framingMigrations,
  ...actionsMigrations,
  ...ledgerMigrations,
  ...feedbackMigrations,
];

/** The contracts of every room. */
export const APIS: readonly Api[] = [
  authApi,
  eventsApi,
  initiativesApi,
  peopleApi,
  framingApi,
  actionsApi,
  ledgerApi,
  feedbackApi,
];

/** Who may do what: the rooms' tables of sentences as one. */
export const POLICY: Policy = { ...peoplePolicy, ...framingPolicy, ...ledgerPolicy, ...feedbackPolicy };

/** What an installation is composed from. */
export interface CompositionOptions {
  /** Open and migrated. */
  readonly database: Database;
  readonly log: Log;
  readonly now: () => Date;
  /** Folder for uploaded files. */
  readonly dataDirectory: string;
  /** Folder with the built pages; absent where none are served. */
  readonly webRoot: string | undefined;
  readonly publicUrl: string | undefined;
  readonly isBehindProxy: boolean;
  readonly secret: string | undefined;
  readonly version: string;
}

/** A composed installation: its server, not yet listening, and its background work, already running. */
export interface Throughline {
  readonly server: FastifyInstance;
  /** Ends requests under way, sockets and background work. The database stays open: it belongs to the caller. */
  close(): Promise<void>;
}

const SEAL_EVERY_MS = 1_000;

/** Wires every room. Rooms never know each other's server side: what one needs of another passes through here. */
export async function composeThroughline(options: CompositionOptions): Promise<Throughline> {
  const { database, log, now } = options;
  const notices = await openLiveNotices(database, log);
  const auth = authModule({
    database,
    publicUrl: options.publicUrl,
    secret: options.secret,
    log,
    clock: now,
    record: async (tx, event) => void (await appendEvent(tx, event, now())),
    onChange: () => notices.announce('accounts'),
  });
  const initiatives: InitiativesModule = initiativesModule({
    database,
    now,
    playbook: 'standard@1',
    onStarted: (tx, initiative, actor) => people.seatFounder(tx, initiative, actor),
    rights: async (principal, slug) => rightsInWords(await standingOf(principal, slug)),
  });
  const people: PeopleModule = peopleModule({
    database,
    now,
    require: initiatives.require,
    closedSteps: initiatives.steps.closed,
    close: initiatives.steps.close,
    reopen: initiatives.steps.reopen,
    findPerson: async (id) => (await auth.people.find(id)) ?? null,
    evidenceOf: (queryable, initiative) => evidenceOf(queryable, initiative),
  });
  const framing: FramingModule = framingModule({
    database,
    now,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    playbookOf: () => people.playbook,
    onLocked: async (tx, initiative, locked) => void (await actions.openPhase(tx, initiative, locked)),
  });
  const actions: ActionsModule = actionsModule({
    database,
    now,
    require: initiatives.require,
    newSalt: () => randomBytes(16).toString('hex'),
  });
  const ledger: LedgerModule = ledgerModule({
    database,
    now,
    phases: actions.phases,
    initiatives,
    log,
    onStored: () => notices.announce('initiatives'),
  });
  const feedback = feedbackModule({
    database,
    now,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    closedSteps: initiatives.steps.closed,
    beginIteration: initiatives.steps.beginIteration,
    close: initiatives.steps.close,
  });

  async function evidenceOf(queryable: Queryable, initiative: StoredInitiative): Promise<ReadonlySet<EvidenceKind>> {
    const found: readonly (readonly [EvidenceKind, boolean])[] = [
      ['framing-locked', await framing.isLocked(initiative, queryable)],
      ['ledger-started', await ledger.hasStarted(queryable, initiative.no)],
      ['verdict-answered', await feedback.isAnswered(queryable, initiative)],
    ];
    return new Set(found.filter(([, exists]) => exists).map(([kind]) => kind));
  }

  async function standingOf(principal: Principal, slug: string | undefined): Promise<Standing | null> {
    const { isAdministrator, isAuditor } = principal;
    if (slug === undefined) return { isAdministrator, isAuditor, roles: [], isOpen: true };
    const initiative = await initiatives.bySlug(slug);
    if (!initiative) return null;
    const roles = await people.rolesOf(database, initiative.no, principal.accountId);
    return { isAdministrator, isAuditor, roles, isOpen: initiative.visibility === 'open' };
  }
  const guard: Guard = async ({ principal, action, params }) => {
    const standing = await standingOf(principal, params.slug);
    return standing ? decideRight(POLICY, action, standing) : { kind: 'hidden' };
  };

  const jobs: Jobs = await startJobs(database, {}, log);
  const sealing = startSealing(database, now, log);
  const server = await createServer({
    apis: [
      auth.mounted,
      eventsModule(database),
      initiatives.mounted,
      people.mounted,
      framing.mounted,
      actions.mounted,
      ledger.mounted,
      feedback.mounted,
    ],
    identify: auth.identify,
    guard,
    log,
    metrics: createMetrics(),
    publicUrl: options.publicUrl,
    isBehindProxy: options.isBehindProxy,
    isReady: () => database.isReady(),
    onChange: ({ slug }) => {
      if (slug === undefined) return;
      notices.announce(`initiative:${slug}`);
      notices.announce('initiatives');
    },
    webRoot: options.webRoot,
    version: options.version,
  });
  const live = openLiveSocket({
    server: server.server,
    notices,
    identify: auth.identify,
    mayWatch: async (principal, topic) =>
      mayWatch(topic, (slug) => guard({ principal, action: 'initiative.see', params: { slug } })),
    publicUrl: options.publicUrl,
  });
  return {
    server,
    close: async () => {
      await live.close();
      await server.close();
      await jobs.stop();
      await sealing.stop();
      await notices.close();
    },
  };
}

/** Topics: `initiative:<slug>` for whoever may see it; `accounts` and `initiatives` for everybody signed in. */
async function mayWatch(topic: string, see: (slug: string) => ReturnType<Guard>): Promise<boolean> {
  const [kind, slug] = topic.split(':');
  if (kind === 'initiative' && slug) return (await see(slug)).kind === 'allowed';
  return topic === 'accounts' || topic === 'initiatives';
}

function rightsInWords(standing: Standing | null): Readonly<Record<string, { allowed: boolean; rule: string }>> {
  if (!standing) return {};
  return Object.fromEntries(
    Object.entries(POLICY).map(([action, row]) => [
      action,
      { allowed: decideRight(POLICY, action, standing).kind === 'allowed', rule: row.sentence },
    ]),
  );
}

/** Seals new events every second, and once more at the end, so that a stopped installation has no unsealed tail. */
function startSealing(database: Database, now: () => Date, log: Log): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  const seal = (): void => {
    running = running
      .then(() => sealEvents(database, now))
      .catch((error: unknown) => log.warn({ err: error }, 'sealing failed; it is tried again'));
  };
  const timer = setInterval(seal, SEAL_EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      seal();
      await running;
    },
  };
}
