import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { demoApi } from './demo.schema.ts';
import { demoModule } from './demo.ts';
import { actionsMigrations } from './lifecycle/actions/actions.migrations.ts';
import { type ActionsModule, actionsModule } from './lifecycle/actions/actions.module.ts';
import { actionsApi } from './lifecycle/actions/index.ts';
import { attentionMigrations } from './lifecycle/attention/attention.migrations.ts';
import { attentionModule } from './lifecycle/attention/attention.module.ts';
import { attentionApi } from './lifecycle/attention/index.ts';
import { conversationMigrations } from './lifecycle/conversation/conversation.migrations.ts';
import { conversationModule } from './lifecycle/conversation/conversation.module.ts';
import { conversationApi, conversationPolicy } from './lifecycle/conversation/index.ts';
import { experimentsMigrations } from './lifecycle/experiments/experiments.migrations.ts';
import { type ExperimentsModule, experimentsModule } from './lifecycle/experiments/experiments.module.ts';
import { experimentsApi, experimentsPolicy } from './lifecycle/experiments/index.ts';
import { tracesMigrations } from './lifecycle/experiments/traces.migrations.ts';
import { feedbackMigrations } from './lifecycle/feedback/feedback.migrations.ts';
import { feedbackModule } from './lifecycle/feedback/feedback.module.ts';
import { feedbackApi, feedbackPolicy, findingsApi } from './lifecycle/feedback/index.ts';
import { candidatesMigrations } from './lifecycle/framing/candidates.migrations.ts';
import { candidatesModule } from './lifecycle/framing/candidates.module.ts';
import { framingMigrations } from './lifecycle/framing/framing.migrations.ts';
import { type FramingModule, framingModule } from './lifecycle/framing/framing.module.ts';
import { candidatesApi, framingApi, framingPolicy, requiredSigners } from './lifecycle/framing/index.ts';
import { ideasMigrations } from './lifecycle/ideas/ideas.migrations.ts';
import { ideasModule } from './lifecycle/ideas/ideas.module.ts';
import { ideasApi, ideasPolicy } from './lifecycle/ideas/index.ts';
import { initiativesApi, type StoredInitiative } from './lifecycle/initiatives/index.ts';
import { initiativesMigrations } from './lifecycle/initiatives/initiatives.migrations.ts';
import { type InitiativesModule, initiativesModule } from './lifecycle/initiatives/initiatives.module.ts';
import { importMigrations } from './lifecycle/ledger/imports.migrations.ts';
import { importsModule } from './lifecycle/ledger/imports.module.ts';
import { importsApi } from './lifecycle/ledger/imports.schema.ts';
import { ledgerApi, ledgerPolicy } from './lifecycle/ledger/index.ts';
import { ledgerMigrations } from './lifecycle/ledger/ledger.migrations.ts';
import { type LedgerModule, ledgerModule } from './lifecycle/ledger/ledger.module.ts';
import { outcomesApi, outcomesPolicy } from './lifecycle/outcomes/index.ts';
import { outcomesMigrations } from './lifecycle/outcomes/outcomes.migrations.ts';
import { outcomesModule } from './lifecycle/outcomes/outcomes.module.ts';
import {
  type EvidenceKind,
  isAgreed,
  type Policy,
  peopleApi,
  peoplePolicy,
  playbooksApi,
} from './lifecycle/people/index.ts';
import { peopleMigrations } from './lifecycle/people/people.migrations.ts';
import { type PeopleModule, peopleModule } from './lifecycle/people/people.module.ts';
import { playbooksMigrations } from './lifecycle/people/playbooks.migrations.ts';
import { peopleOverviewApi, portfolioApi } from './lifecycle/portfolio/index.ts';
import { portfolioMigrations } from './lifecycle/portfolio/portfolio.migrations.ts';
import { type PortfolioModule, portfolioModule } from './lifecycle/portfolio/portfolio.module.ts';
import type { Reviewer } from './lifecycle/registry/index.ts';
import { registryMigrations } from './lifecycle/registry/registry.migrations.ts';
import { type RegistryModule, registryModule } from './lifecycle/registry/registry.module.ts';
import { registryPolicy } from './lifecycle/registry/registry.policy.ts';
import { registryApi } from './lifecycle/registry/registry.schema.ts';
import { workshopApi, workshopPolicy } from './lifecycle/workshop/index.ts';
import { workshopMigrations } from './lifecycle/workshop/workshop.migrations.ts';
import { type WorkshopModule, workshopModule } from './lifecycle/workshop/workshop.module.ts';
import { artifactOperations } from './mlflow/artifact-operations.ts';
import { mountMlflow } from './mlflow/mlflow-routes.ts';
import { modelVersionOperations } from './mlflow/model-version-operations.ts';
import { registeredModelOperations } from './mlflow/registered-model-operations.ts';
import { traceOperations } from './mlflow/trace-operations.ts';
import { trackingOperations } from './mlflow/tracking-operations.ts';
import { checkArtifactPath } from './platform/artifacts/artifact-path.ts';
import { openArtifactStore } from './platform/artifacts/artifact-store.ts';
import { artifactsMigrations } from './platform/artifacts/artifacts.migrations.ts';
import { artifactsBelow } from './platform/artifacts/artifacts.store.ts';
import { startCollecting } from './platform/artifacts/collect-garbage.use-case.ts';
import { openBlobStore, readBlobPlace } from './platform/artifacts/open-blob-store.ts';
import { DamagedArtifact } from './platform/artifacts/verified-stream.ts';
import { authMigrations } from './platform/auth/auth.migrations.ts';
import { authModule } from './platform/auth/auth.module.ts';
import { authApi } from './platform/auth/auth.schema.ts';
import { readInstallationSecret } from './platform/auth/installation-secret.store.ts';
import { type Api, Problem } from './platform/contract/index.ts';
import type { Database, Queryable } from './platform/database/database.ts';
import type { Migration } from './platform/database/migrations.ts';
import { documentsMigrations } from './platform/documents/documents.migrations.ts';
import { type Documents, openDocuments } from './platform/documents/documents.ts';
import { eventsMigrations } from './platform/events/events.migrations.ts';
import { eventsModule } from './platform/events/events.module.ts';
import { eventsApi } from './platform/events/events.schema.ts';
import { appendEvent } from './platform/events/events.store.ts';
import { sealEvents } from './platform/events/seal-events.ts';
import { openUploadStore } from './platform/files/upload-store.ts';
import { createMetrics } from './platform/http/metrics.ts';
import { createServer } from './platform/http/server.ts';
import { jobsMigrations } from './platform/jobs/jobs.migrations.ts';
import { type Jobs, startJobs } from './platform/jobs/jobs.ts';
import { openLiveNotices } from './platform/live/live-notices.ts';
import { openLiveSocket } from './platform/live/live-socket.ts';
import type { Log } from './platform/log/log.ts';
import { type MailSettings, openMailer } from './platform/mail/mailer.ts';
import { createRightsGuard } from './rights-guard.ts';

/** The tables of every room, in the order of their numbers. */
export const MIGRATIONS: readonly Migration[] = [
  ...eventsMigrations,
  ...jobsMigrations,
  ...authMigrations,
  ...initiativesMigrations,
  ...peopleMigrations,
  ...playbooksMigrations,
  ...framingMigrations,
  ...candidatesMigrations,
  ...actionsMigrations,
  ...ledgerMigrations,
  ...importMigrations,
  ...outcomesMigrations,
  ...feedbackMigrations,
  ...portfolioMigrations,
  ...ideasMigrations,
  ...documentsMigrations,
  ...workshopMigrations,
  ...conversationMigrations,
  ...attentionMigrations,
  ...experimentsMigrations,
  ...artifactsMigrations,
  ...registryMigrations,
  ...tracesMigrations,
];

/** The contracts of every room. */
export const APIS: readonly Api[] = [
  authApi,
  eventsApi,
  initiativesApi,
  peopleApi,
  conversationApi,
  playbooksApi,
  ideasApi,
  workshopApi,
  framingApi,
  candidatesApi,
  experimentsApi,
  actionsApi,
  ledgerApi,
  outcomesApi,
  feedbackApi,
  attentionApi,
  findingsApi,
  importsApi,
  registryApi,
  portfolioApi,
  peopleOverviewApi,
  demoApi,
];

/** Who may do what: the rooms' tables of sentences as one. */
export const POLICY: Policy = {
  ...peoplePolicy,
  ...conversationPolicy,
  ...ideasPolicy,
  ...workshopPolicy,
  ...framingPolicy,
  ...experimentsPolicy,
  ...registryPolicy,
  ...ledgerPolicy,
  ...outcomesPolicy,
  ...feedbackPolicy,
};

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
  /** Where artifacts are kept: `s3://bucket/prefix`, or the data folder where absent. */
  readonly artifacts?: string | undefined;
  /** The most that all artifacts together may take, in bytes; no limit where absent. */
  readonly artifactBytes?: number | undefined;
  readonly publicUrl: string | undefined;
  readonly isBehindProxy: boolean;
  readonly secret: string | undefined;
  /** How mails leave; without it none are sent. */
  readonly mail?: MailSettings | undefined;
  readonly version: string;
}

/** A composed installation: its server, not yet listening, and its background work, already running. */
export interface Throughline {
  readonly server: FastifyInstance;
  /** Does what is due in the background now, instead of at its pace: seals, tells people, hands mails over. */
  catchUp(): Promise<void>;
  /** Ends requests under way, sockets and background work. The database stays open: it belongs to the caller. */
  close(): Promise<void>;
}

const SEAL_EVERY_MS = 1_000;
const MAIL_EVERY_MS = 5_000;

/** Wires every room. Rooms never know each other's server side: what one needs of another passes through here. */
export async function composeThroughline(options: CompositionOptions): Promise<Throughline> {
  const { database, log, now } = options;
  const notices = await openLiveNotices(database, log);
  /** Tells pages that something of an initiative changed, by its address. */
  const announceInitiative = (id: string): void => {
    void initiatives.byId(id).then((found) => found && notices.announce(`initiative:${found.slug}`));
  };
  const auth = authModule({
    database,
    publicUrl: options.publicUrl,
    secret: options.secret,
    log,
    clock: now,
    record: async (tx, event) => void (await appendEvent(tx, event, now())),
    onDisabled: async (tx, actor, person) => {
      const lost = await people.emptySeatsOf(tx, actor, person);
      tx.afterCommit(() => {
        for (const { slug } of lost) notices.announce(`initiative:${slug}`);
        if (lost.length > 0) notices.announce('initiatives');
      });
    },
    onChange: () => notices.announce('accounts'),
  });
  const initiatives: InitiativesModule = initiativesModule({
    database,
    now,
    playbookFor: (queryable, key) => people.playbookFor(queryable, key),
    stepsOf: async (initiative) => (await people.playbookOf(database, initiative)).steps,
    onStarted: (tx, initiative, actor, expert) => people.seatFounder(tx, initiative, actor, expert),
    rights: (principal, slug) => rights.inWords(principal, slug),
  });
  const people: PeopleModule = peopleModule({
    database,
    now,
    require: initiatives.require,
    closedSteps: initiatives.steps.closed,
    close: initiatives.steps.close,
    reopen: initiatives.steps.reopen,
    repin: initiatives.steps.repin,
    hold: initiatives.steps.hold,
    findPerson: async (id) => (await auth.people.find(id)) ?? null,
    evidenceOf: (queryable, initiative) => evidenceOf(queryable, initiative),
    riskTierOf: (queryable, initiative) => framing.riskTier(initiative, queryable),
    signedRoles: (initiative) => framing.signedRoles(initiative),
    onPlaybooksChanged: () => notices.announce('playbooks'),
  });
  const ideas = ideasModule({
    database,
    now,
    onChanged: () => notices.announce('ideas'),
    findPerson: async (id) => (await auth.people.find(id)) ?? null,
    start: initiatives.start,
    beginFraming: (...begun) => framing.beginDraft(...begun),
    cameOf: (...asked) => portfolio.cameOf(...asked),
    similarInitiatives: (...asked) => portfolio.similarInitiatives(...asked),
    progressOf: (...asked) => portfolio.progressOf(...asked),
  });
  const workshop: WorkshopModule = workshopModule({
    database,
    now,
    documents: {
      change: (...asked) => documents.change(...asked),
      read: (name) => documents.read(name),
      names: (...asked) => documents.names(...asked),
    },
    require: initiatives.require,
    rolesOf: people.rolesOf,
    mayDo: async (principal, action, slug) =>
      (await rights.guard({ principal, action, params: { slug } })).kind === 'allowed',
    onTold: (slug) => notices.announce(`initiative:${slug}`),
  });
  const conversation = conversationModule({
    database,
    now,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    namesByRole: people.namesByRole,
    requireStep: people.requireStep,
    isReader: people.readers.isReaderOf,
  });
  const framing: FramingModule = framingModule({
    database,
    now,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    playbookOf: people.playbookOf,
    onLocked: async (tx, initiative, locked) => void (await actions.openPhase(tx, initiative, locked)),
  });
  const candidates = candidatesModule({
    database,
    now,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    readBoard: workshop.readBoard,
  });
  const experiments: ExperimentsModule = experimentsModule({
    database,
    now,
    require: initiatives.require,
    findInitiative: initiatives.bySlug,
    guard: (caller, action, slug) => rights.decide(caller, action, slug),
    visibleInitiatives: people.visibleInitiatives,
    refuseHeld: (initiative) => people.refuseHeld(initiative, 'experiments'),
    contextOf: async (initiative) => ({
      framingVersion: (await framing.locked(initiative))?.version ?? null,
      hypothesis: null,
    }),
    announce: (slug) => notices.announce(`initiative:${slug}`),
  });
  const blobs = await openBlobStore(options.dataDirectory, readBlobPlace(options.artifacts));
  const artifacts = openArtifactStore({
    database,
    blobs,
    now,
    totalBytes: options.artifactBytes,
    refuseChange: (tx, path) => registry.refuseChangeOfFiles(tx, path),
  });
  const registry: RegistryModule = registryModule({
    database,
    now,
    publicUrl: options.publicUrl,
    rolesOf: people.rolesOf,
    reviewersOf: async (queryable, initiativeNo) => reviewersIn(queryable, initiativeNo),
    maySeeExperiment: (caller, id) =>
      experiments.access.experiment(caller, id, 'see').then(
        () => true,
        (error: unknown) => {
          if (error instanceof Problem) return false;
          throw error;
        },
      ),
    filesBelow: artifactsBelow,
    files: {
      list: artifacts.list,
      check: checkArtifactPath,
      open: async (path) => {
        const artifact = await artifacts.find(path);
        if (!artifact) return null;
        return artifacts.open(artifact).then(
          (stream) => ({ stream, sizeBytes: artifact.sizeBytes }),
          (error: unknown) => {
            if (error instanceof DamagedArtifact) return 'damaged' as const;
            throw error;
          },
        );
      },
    },
    onChanged: () => notices.announce('models'),
  });
  /** Who signs at Review of an initiative: only they say what goes live. */
  async function reviewersIn(queryable: Queryable, initiativeNo: number): Promise<readonly Reviewer[]> {
    const initiative = await initiatives.byNo(queryable, initiativeNo);
    const table = initiative ? await people.table(queryable, initiative) : [];
    return table
      .filter(({ state }) => state.part === 'review')
      .flatMap(({ seats }) => seats.filter(({ duty }) => duty === 'signs'))
      .map(({ role, sitters }) => ({ role, people: sitters.map(({ accountId, name }) => ({ accountId, name })) }));
  }
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
    refuseHeld: refuseHeldData,
    onStored: announceInitiative,
  });
  const feedback = feedbackModule({
    database,
    now,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    closedSteps: initiatives.steps.closed,
    askingSteps: async (queryable, initiative) =>
      (await people.playbookOf(queryable, initiative)).steps.flatMap(({ step, part }) =>
        part === 'ask' ? [step] : [],
      ),
    beginIteration: initiatives.steps.beginIteration,
    close: initiatives.steps.close,
    playbookOf: people.playbookOf,
    stepAsItStood: people.stepAsItStood,
    // No room counts runs yet.
    countRuns: async () => null,
  });

  /** Data wait for the signed framing where the playbook says so. */
  async function refuseHeldData(initiativeId: string): Promise<void> {
    const initiative = await initiatives.byId(initiativeId);
    if (initiative) await people.refuseHeld(initiative, 'data');
  }

  async function evidenceOf(queryable: Queryable, initiative: StoredInitiative): Promise<ReadonlySet<EvidenceKind>> {
    const found: readonly (readonly [EvidenceKind, boolean])[] = [
      ['framing-agreed', isAgreed(await framing.signedNow(initiative, queryable))],
      ['framing-locked', await framing.isLocked(initiative, queryable)],
      ['ledger-started', await ledger.hasStarted(queryable, initiative.no)],
      ['verdict-answered', await feedback.isAnswered(queryable, initiative)],
      ['no-open-high-findings', await feedback.hasNoOpenHighFinding(queryable, initiative)],
    ];
    return new Set(found.filter(([, exists]) => exists).map(([kind]) => kind));
  }

  const rights = createRightsGuard({
    policy: POLICY,
    findInitiative: initiatives.bySlug,
    rolesOf: (initiativeNo, accountId) => people.rolesOf(database, initiativeNo, accountId),
  });
  const documents: Documents = await openDocuments({
    database,
    log,
    identify: auth.identify,
    kindOf: workshop.kindOf,
    rightOf: workshop.rightOf,
    besides: workshop.besides,
  });
  const outcomes = outcomesModule({
    database,
    now,
    phases: actions.phases,
    ledger: ledger.reading,
    fixAsOf: ledger.fixAsOf,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    signedFraming: async (initiative, version) => {
      const found = await framing.version(initiative, version);
      return found?.lockedAt ? { lockedAt: found.lockedAt, signOffs: found.signOffs } : null;
    },
    assumptions: framing.register,
    peopleByRole: people.namesByRole,
    onVerdict: async (tx, initiative, verdict, at) => void (await feedback.open(tx, initiative, verdict, at)),
  });
  const imports = importsModule({
    database,
    now,
    log,
    phases: actions.phases,
    initiatives,
    refuseHeld: refuseHeldData,
    uploads: await openUploadStore(options.dataDirectory),
    // A job is asked for by a request, and the server listens only after the work has started.
    jobs: { enqueue: (...asked) => jobs.enqueue(...asked), cancel: (...asked) => jobs.cancel(...asked) },
    onStored: announceInitiative,
    onChanged: announceInitiative,
  });
  const portfolio: PortfolioModule = portfolioModule({ database, now, playbookOf: people.playbookOf });
  await imports.removeOrphans();
  const jobs: Jobs = await startJobs(database, imports.jobHandlers, log);
  const mailer = options.mail && options.publicUrl !== undefined ? openMailer(options.mail, log) : null;
  const attention = attentionModule({
    database,
    now,
    isVisible: people.readers.isVisible,
    isReaderOf: people.readers.isReaderOf,
    signersOf: async (queryable, initiativeId) => {
      const initiative = await initiatives.byId(initiativeId, queryable);
      return initiative ? requiredSigners(await people.playbookOf(queryable, initiative)) : [];
    },
    unheardAt: async (queryable, initiativeId, step) => {
      const initiative = await initiatives.byId(initiativeId, queryable);
      if (!initiative) return [];
      const table = await people.table(queryable, initiative);
      const entry = table.find(({ state }) => (step === null ? state.state === 'now' : state.step === step));
      const needed = entry?.seats.filter(({ isRequired }) => isRequired) ?? [];
      return needed.flatMap(({ sitters }) =>
        sitters.filter(({ lastContributionAt }) => lastContributionAt === null).map(({ accountId }) => accountId),
      );
    },
    onTold: (accountIds) => {
      for (const id of accountIds) notices.announce(`account:${id}`);
    },
    findPerson: async (id) => (await auth.people.find(id)) ?? null,
    mail: mailer && options.publicUrl !== undefined ? { send: mailer.send, publicUrl: options.publicUrl } : null,
    secret: async () => options.secret ?? (await readInstallationSecret(database)),
  });
  const background = startBackground(log, [
    {
      everyMs: SEAL_EVERY_MS,
      work: async () => {
        await sealEvents(database, now);
        await attention.follow();
      },
      failure: 'sealing or telling failed; it is tried again',
    },
    { everyMs: MAIL_EVERY_MS, work: attention.deliver, failure: 'delivering mails failed; it is tried again' },
  ]);
  const collecting = startCollecting({ database, blobs, log });
  const server: FastifyInstance = await createServer({
    apis: [
      auth.mounted,
      eventsModule(database),
      initiatives.mounted,
      people.mounted,
      conversation.mounted,
      people.playbooksMounted,
      ideas.mounted,
      workshop.mounted,
      framing.mounted,
      candidates.mounted,
      experiments.mounted,
      actions.mounted,
      ledger.mounted,
      outcomes.mounted,
      feedback.mounted,
      feedback.mountedFindings,
      attention.mounted,
      imports.mounted,
      portfolio.mounted,
      portfolio.mountedPeople,
      registry.mounted,
      demoModule({ now, log, ownAddress: () => addressOf(server) }),
    ],
    extensions: [
      mountMlflow([
        ...trackingOperations(experiments.tracking),
        ...traceOperations(experiments.traces),
        ...registeredModelOperations(registry.registry),
        ...modelVersionOperations(registry.registry),
        ...artifactOperations({
          store: artifacts,
          judge: async (caller, path, wish) => {
            for (const id of await registry.experimentIdsAt(path))
              await experiments.access.experiment(caller, id, wish);
          },
          uriOfRun: async (caller, runId) => (await experiments.tracking.runs.get(caller, runId)).artifactUri,
        }),
      ]),
    ],
    identify: auth.identify,
    guard: rights.guard,
    log,
    metrics: createMetrics(),
    publicUrl: options.publicUrl,
    isBehindProxy: options.isBehindProxy,
    isReady: () => database.isReady(),
    onChange: ({ slug }) => {
      // A seat may have been given or taken: what was decided about experiments is decided anew.
      experiments.access.forget();
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
    mayWatch: rights.mayWatch,
    publicUrl: options.publicUrl,
    channel: documents.channel,
  });
  return {
    server,
    catchUp: background.runNow,
    close: async () => {
      await live.close();
      await documents.close();
      await server.close();
      await jobs.stop();
      await background.stop();
      await collecting.stop();
      await notices.close();
    },
  };
}

/** Where this process itself reaches its server. */
function addressOf(server: FastifyInstance): string {
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port yet.');
  const isAny = address.address === '0.0.0.0' || address.address === '::';
  const host = isAny ? '127.0.0.1' : address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

/** Work that goes on beside the requests. */
interface BackgroundWork {
  readonly everyMs: number;
  readonly work: () => Promise<unknown>;
  /** What the log says when it fails. */
  readonly failure: string;
}

/**
 * Repeats each work at its pace, never twice at the same time, and the first once more at the end, so that a stopped
 * installation has no unsealed tail.
 */
function startBackground(
  log: Log,
  works: readonly BackgroundWork[],
): { runNow(): Promise<void>; stop(): Promise<void> } {
  const started = works.map(({ everyMs, work, failure }) => {
    let running: Promise<unknown> | undefined;
    const run = (): Promise<unknown> => {
      running ??= work()
        .catch((error: unknown) => log.warn({ err: error }, failure))
        .finally(() => {
          running = undefined;
        });
      return running;
    };
    const timer = setInterval(() => void run(), everyMs);
    return { timer, run, rest: () => running ?? Promise.resolve() };
  });
  return {
    runNow: async () => {
      for (const { rest, run } of started) {
        await rest();
        await run();
      }
    },
    stop: async () => {
      for (const { timer } of started) clearInterval(timer);
      await Promise.all(started.map(({ rest }) => rest()));
      await started[0]?.run();
    },
  };
}
