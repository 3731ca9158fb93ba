import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { demoModule } from './demo.ts';
import { composeLearningSide, type LearningSide } from './learning-side.ts';
import { type ActionsModule, actionsModule } from './lifecycle/actions/actions.module.ts';
import { attentionModule } from './lifecycle/attention/attention.module.ts';
import { conversationModule } from './lifecycle/conversation/conversation.module.ts';
import { feedbackModule } from './lifecycle/feedback/feedback.module.ts';
import { candidatesModule } from './lifecycle/framing/candidates.module.ts';
import { type FramingModule, framingModule } from './lifecycle/framing/framing.module.ts';
import { requiredSigners } from './lifecycle/framing/index.ts';
import { ideasModule } from './lifecycle/ideas/ideas.module.ts';
import type { StoredInitiative } from './lifecycle/initiatives/index.ts';
import { type InitiativesModule, initiativesModule } from './lifecycle/initiatives/initiatives.module.ts';
import { importsModule } from './lifecycle/ledger/imports.module.ts';
import { type LedgerModule, ledgerModule } from './lifecycle/ledger/ledger.module.ts';
import { lineageModule } from './lifecycle/lineage/lineage.module.ts';
import { outcomesModule } from './lifecycle/outcomes/outcomes.module.ts';
import { type EvidenceKind, isAgreed } from './lifecycle/people/index.ts';
import { type PeopleModule, peopleModule } from './lifecycle/people/people.module.ts';
import { type PortfolioModule, portfolioModule } from './lifecycle/portfolio/portfolio.module.ts';
import { type WorkshopModule, workshopModule } from './lifecycle/workshop/workshop.module.ts';
import { composeModelSide } from './model-side.ts';
import { authModule } from './platform/auth/auth.module.ts';
import { readInstallationSecret } from './platform/auth/installation-secret.store.ts';
import type { Database, Queryable } from './platform/database/database.ts';
import { type Documents, openDocuments } from './platform/documents/documents.ts';
import { eventsModule } from './platform/events/events.module.ts';
import { appendEvent } from './platform/events/events.store.ts';
import { sealEvents } from './platform/events/seal-events.ts';
import { openUploadStore } from './platform/files/upload-store.ts';
import { createMetrics } from './platform/http/metrics.ts';
import { createServer } from './platform/http/server.ts';
import { startBackground } from './platform/jobs/background.ts';
import { type Jobs, startJobs } from './platform/jobs/jobs.ts';
import { openLiveNotices } from './platform/live/live-notices.ts';
import { openLiveSocket } from './platform/live/live-socket.ts';
import type { Log } from './platform/log/log.ts';
import { type MailSettings, openMailer } from './platform/mail/mailer.ts';
import { createRightsGuard } from './rights-guard.ts';
import { POLICY } from './rooms.ts';

/** What an installation is composed from. */
export interface CompositionOptions {
  /** Open and migrated. */
  readonly database: Database;
  readonly log: Log;
  readonly now: () => Date;
  /** Folder for uploaded files. */
  readonly dataDirectory: string;
  /** The built program that works with tables. */
  readonly tableProgram: string;
  /** Folder with the built programs that run in threads. */
  readonly programs: string;
  /** Folder with the built pages; absent where none are served. */
  readonly webRoot: string | undefined;
  /** Where artifacts are kept: `s3://bucket/prefix`, or the data folder where absent. */
  readonly artifacts?: string | undefined;
  /** The most that all artifacts together may take, in bytes; no limit where absent. */
  readonly artifactBytes?: number | undefined;
  readonly publicUrl: string | undefined;
  readonly isBehindProxy: boolean;
  readonly secret: string | undefined;
  /** Hosts of the own network that webhooks may reach, as `name` or `name:port`; none where absent. */
  readonly webhookHosts?: readonly string[] | undefined;
  /** Hosts of the own network from which tables may be fetched, as `name` or `name:port`; none where absent. */
  readonly databaseHosts?: readonly string[] | undefined;
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
const WEBHOOKS_EVERY_MS = 2_000;
const JUDGE_EVERY_MS = 3_000;
const REMOVE_EVERY_MS = 3_600_000;

/** Wires every room. Rooms never know each other's server side: what one needs of another passes through here. */
export async function composeThroughline(options: CompositionOptions): Promise<Throughline> {
  const { database, log, now } = options;
  const notices = await openLiveNotices(database, log);
  const secret = async (): Promise<string> => options.secret ?? (await readInstallationSecret(database));
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
    require: initiatives.require,
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
  const modelSide = await composeModelSide({
    database,
    log,
    now,
    publicUrl: options.publicUrl,
    dataDirectory: options.dataDirectory,
    artifacts: options.artifacts,
    artifactBytes: options.artifactBytes,
    webhookHosts: options.webhookHosts ?? [],
    secret,
    initiatives,
    people,
    framing,
    candidates,
    decide: (...asked) => rights.decide(...asked),
    announce: notices.announce,
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
    countRuns: (queryable, { no }, between) => modelSide.experiments.countRuns(queryable, no, between),
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
      ['expectations-checked', await learningSide.expectations.isChecked(queryable, initiative.no)],
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
  const learningSide: LearningSide = await composeLearningSide({
    database,
    log,
    now,
    publicUrl: options.publicUrl,
    dataDirectory: options.dataDirectory,
    tableProgram: options.tableProgram,
    programs: options.programs,
    databaseHosts: options.databaseHosts ?? [],
    secret,
    initiatives,
    people,
    framing,
    modelSide,
    decide: rights.decide,
    flag: conversation.flag,
    refuseHeldData,
    jobs: { enqueue: (...asked) => jobs.enqueue(...asked), cancel: (...asked) => jobs.cancel(...asked) },
    onChanged: announceInitiative,
  });
  const lineage = lineageModule({
    database,
    now,
    require: initiatives.require,
    isVisible: people.readers.isVisible,
    onChanged: (slug) => notices.announce(`initiative:${slug}`),
    onSourcesChanged: () => notices.announce('sources'),
  });
  const portfolio: PortfolioModule = portfolioModule({
    database,
    now,
    playbookOf: people.playbookOf,
    isVisible: people.readers.isVisible,
    isVisibleModel: modelSide.registry.isVisibleModel,
  });
  await imports.removeOrphans();
  await learningSide.removeOrphans();
  const jobs: Jobs = await startJobs(database, { ...imports.jobHandlers, ...learningSide.jobHandlers }, log);
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
    seatedAt: async (queryable, initiativeId, part) => {
      const initiative = await initiatives.byId(initiativeId, queryable);
      if (!initiative) return [];
      const steps = (await people.table(queryable, initiative)).filter(({ state }) => state.part === part);
      return steps.flatMap(({ seats }) => seats.flatMap(({ sitters }) => sitters.map(({ accountId }) => accountId)));
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
    secret,
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
    {
      everyMs: REMOVE_EVERY_MS,
      work: modelSide.experiments.removeExpired,
      failure: 'removing what was deleted long ago failed; it is tried again',
    },
    {
      everyMs: REMOVE_EVERY_MS,
      work: lineage.forgetReceived,
      failure: 'forgetting received lineage events failed; it is tried again',
    },
    {
      everyMs: JUDGE_EVERY_MS,
      work: learningSide.expectations.judgeDue,
      failure: 'having models judged failed; it is tried again',
    },
    { everyMs: WEBHOOKS_EVERY_MS, work: modelSide.tell, failure: 'telling webhooks failed; it is tried again' },
  ]);
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
      ...learningSide.mounted,
      modelSide.experiments.mounted,
      modelSide.experiments.mountedPages,
      modelSide.experiments.mountedDeleted,
      actions.mounted,
      ledger.mounted,
      outcomes.mounted,
      feedback.mounted,
      feedback.mountedFindings,
      attention.mounted,
      imports.mounted,
      portfolio.mounted,
      portfolio.mountedPeople,
      modelSide.registry.mounted,
      modelSide.registry.webhooksMounted,
      lineage.mounted,
      demoModule({ now, log, ownAddress: () => addressOf(server) }),
    ],
    extensions: [modelSide.mlflow],
    identify: auth.identify,
    guard: rights.guard,
    log,
    metrics: createMetrics(),
    publicUrl: options.publicUrl,
    isBehindProxy: options.isBehindProxy,
    isReady: () => database.isReady(),
    onChange: ({ slug }) => {
      // A seat may have been given or taken: what was decided about experiments is decided anew.
      modelSide.experiments.access.forget();
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
      await learningSide.stop();
      // What is on its way to a webhook is given up first, so that nobody waits for its receiver.
      await modelSide.stop();
      await background.stop();
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
