import type { FastifyInstance } from 'fastify';
import { demoModule } from './demo.ts';
import { composeFramingSide, type FramingSide } from './framing-side.ts';
import { composeLearningSide, type LearningSide } from './learning-side.ts';
import type { StoredInitiative } from './lifecycle/initiatives/index.ts';
import { type EvidenceKind, isAgreed } from './lifecycle/people/index.ts';
import { composeModelSide, type ModelSide } from './model-side.ts';
import { composeOutcomeSide, type OutcomeSide } from './outcome-side.ts';
import { composeOverviewSide, type OverviewSide } from './overview-side.ts';
import { authModule } from './platform/auth/auth.module.ts';
import { readInstallationSecret } from './platform/auth/installation-secret.store.ts';
import type { Database, Queryable } from './platform/database/database.ts';
import { type Documents, openDocuments } from './platform/documents/documents.ts';
import { eventsModule } from './platform/events/events.module.ts';
import { appendEvent } from './platform/events/events.store.ts';
import { sealEvents } from './platform/events/seal-events.ts';
import { createMetrics } from './platform/http/metrics.ts';
import { createServer } from './platform/http/server.ts';
import { startBackground } from './platform/jobs/background.ts';
import { removeEndedJobs } from './platform/jobs/ended-jobs.store.ts';
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
const REMOVE_EVERY_MS = 3_600_000;

/**
 * Wires every room, side by side along the line. Rooms never know each other's server side: what one needs of another
 * passes through here, and what is made later is reached when it is asked for.
 */
export async function composeThroughline(options: CompositionOptions): Promise<Throughline> {
  const { database, log, now, publicUrl, dataDirectory } = options;
  const notices = await openLiveNotices(database, log);
  const { announce } = notices;
  const secret = async (): Promise<string> => options.secret ?? (await readInstallationSecret(database));
  // A job is asked for by a request, and the server listens only after the work has started.
  const jobsToCome: Pick<Jobs, 'enqueue' | 'cancel'> = {
    enqueue: (...asked) => jobs.enqueue(...asked),
    cancel: (...asked) => jobs.cancel(...asked),
  };
  const ground = { database, log, now, publicUrl, dataDirectory, secret, announce, jobs: jobsToCome };
  const auth = authModule({
    database,
    publicUrl,
    secret: options.secret,
    log,
    clock: now,
    record: async (tx, event) => void (await appendEvent(tx, event, now())),
    onDisabled: async (tx, actor, person) => {
      const lost = await framingSide.people.emptySeatsOf(tx, actor, person);
      tx.afterCommit(() => {
        for (const { slug } of lost) announce(`initiative:${slug}`);
        if (lost.length > 0) announce('initiatives');
      });
    },
    onChange: () => announce('accounts'),
  });
  const findPerson = async (id: string) => (await auth.people.find(id)) ?? null;
  const framingSide: FramingSide = composeFramingSide({
    ...ground,
    findPerson,
    rights: { inWords: (...asked) => rights.inWords(...asked) },
    mayDo: async (principal, action, slug) =>
      (await rights.guard({ principal, action, params: { slug } })).kind === 'allowed',
    documents: {
      change: (...asked) => documents.change(...asked),
      read: (name) => documents.read(name),
      names: (...asked) => documents.names(...asked),
    },
    evidenceOf,
    onLocked: async (tx, initiative, locked) => void (await outcomeSide.openPhase(tx, initiative, locked)),
    overview: {
      cameOf: (...asked) => overviewSide.portfolio.cameOf(...asked),
      similarInitiatives: (...asked) => overviewSide.portfolio.similarInitiatives(...asked),
      progressOf: (...asked) => overviewSide.portfolio.progressOf(...asked),
    },
  });
  const { initiatives, people, framing } = framingSide;
  const rights = createRightsGuard({
    policy: POLICY,
    findInitiative: initiatives.bySlug,
    rolesOf: (initiativeNo, accountId) => people.rolesOf(database, initiativeNo, accountId),
  });
  const documents: Documents = await openDocuments({
    database,
    log,
    identify: auth.identify,
    ...framingSide.documentRules,
  });
  const modelSide: ModelSide = await composeModelSide({
    ...ground,
    artifacts: options.artifacts,
    artifactBytes: options.artifactBytes,
    programs: options.programs,
    webhookHosts: options.webhookHosts ?? [],
    framingSide,
    decide: rights.decide,
    withheldFiles: (...asked) => learningSide.withheldFiles(...asked),
  });
  const learningSide: LearningSide = await composeLearningSide({
    ...ground,
    tableProgram: options.tableProgram,
    programs: options.programs,
    databaseHosts: options.databaseHosts ?? [],
    framingSide,
    modelSide,
    decide: rights.decide,
  });
  const outcomeSide: OutcomeSide = await composeOutcomeSide({ ...ground, framingSide, modelSide });
  const mailer = options.mail && publicUrl !== undefined ? openMailer(options.mail, log) : null;
  const overviewSide: OverviewSide = composeOverviewSide({
    ...ground,
    framingSide,
    modelSide,
    findPerson,
    mail: mailer && publicUrl !== undefined ? { send: mailer.send, publicUrl } : null,
  });

  async function evidenceOf(queryable: Queryable, initiative: StoredInitiative): Promise<ReadonlySet<EvidenceKind>> {
    const found: readonly (readonly [EvidenceKind, boolean])[] = [
      ['framing-agreed', isAgreed(await framing.signedNow(initiative, queryable))],
      ['framing-locked', await framing.isLocked(initiative, queryable)],
      ['ledger-started', await outcomeSide.hasStarted(queryable, initiative.no)],
      ['expectations-checked', await learningSide.expectations.isChecked(queryable, initiative.no)],
      ['verdict-answered', await outcomeSide.feedback.isAnswered(queryable, initiative)],
      ['no-open-high-findings', await outcomeSide.feedback.hasNoOpenHighFinding(queryable, initiative)],
    ];
    return new Set(found.filter(([, exists]) => exists).map(([kind]) => kind));
  }

  await outcomeSide.removeOrphans();
  await learningSide.removeOrphans();
  const jobs: Jobs = await startJobs(database, { ...outcomeSide.jobHandlers, ...learningSide.jobHandlers }, log);
  // Work of seconds, which somebody waits for, does not queue behind work of minutes.
  const shortJobs: Jobs = await startJobs(database, modelSide.jobHandlers, log);
  const background = startBackground(log, [
    {
      everyMs: SEAL_EVERY_MS,
      work: async () => {
        await sealEvents(database, now);
        await overviewSide.follow();
      },
      failure: 'sealing or telling failed; it is tried again',
    },
    {
      everyMs: REMOVE_EVERY_MS,
      work: () => removeEndedJobs(database),
      failure: 'removing jobs that ended long ago failed; it is tried again',
    },
    ...auth.background,
    ...modelSide.background,
    ...learningSide.background,
    ...overviewSide.background,
  ]);
  const server: FastifyInstance = await createServer({
    apis: [
      auth.mounted,
      eventsModule(database),
      ...framingSide.mounted,
      ...learningSide.mounted,
      ...modelSide.mounted,
      ...outcomeSide.mounted,
      ...overviewSide.mounted,
      demoModule({ now, log, ownAddress: () => addressOf(server) }),
    ],
    extensions: [modelSide.mlflow],
    identify: auth.identify,
    guard: rights.guard,
    log,
    metrics: createMetrics(),
    publicUrl,
    isBehindProxy: options.isBehindProxy,
    isReady: () => database.isReady(),
    onChange: ({ slug }) => {
      // A seat may have been given or taken: what was decided about experiments is decided anew.
      modelSide.experiments.access.forget();
      if (slug === undefined) return;
      announce(`initiative:${slug}`);
      announce('initiatives');
    },
    webRoot: options.webRoot,
    version: options.version,
  });
  const live = openLiveSocket({
    server: server.server,
    notices,
    identify: auth.identify,
    mayWatch: rights.mayWatch,
    publicUrl,
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
      await shortJobs.stop();
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
