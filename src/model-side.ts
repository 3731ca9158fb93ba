import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FramingSide } from './framing-side.ts';
import { evaluationsModule } from './lifecycle/evaluations/evaluations.module.ts';
import type { ExperimentWish } from './lifecycle/experiments/experiment-access.use-case.ts';
import { type ExperimentsModule, experimentsModule } from './lifecycle/experiments/experiments.module.ts';
import type { Caller } from './lifecycle/experiments/index.ts';
import { hypothesisInWords } from './lifecycle/framing/index.ts';
import { downloadUri, pathOfStored, type Reviewer } from './lifecycle/registry/index.ts';
import type { FilePorts } from './lifecycle/registry/read-files.use-case.ts';
import { type RegistryModule, registryModule } from './lifecycle/registry/registry.module.ts';
import { readVersionSource } from './lifecycle/registry/version-source.ts';
import { tracesModule } from './lifecycle/traces/traces.module.ts';
import { artifactOperations } from './mlflow/artifact-operations.ts';
import { assessmentOperations } from './mlflow/assessment-operations.ts';
import { evaluationSetOperations } from './mlflow/evaluation-set-operations.ts';
import { issueOperations } from './mlflow/issue-operations.ts';
import { mountMlflow } from './mlflow/mlflow-routes.ts';
import { modelVersionOperations } from './mlflow/model-version-operations.ts';
import { ownedArtifactOperations } from './mlflow/owned-artifact-operations.ts';
import { registeredModelOperations } from './mlflow/registered-model-operations.ts';
import { scorerOperations } from './mlflow/scorer-operations.ts';
import { traceOperations } from './mlflow/trace-operations.ts';
import { trackingOperations } from './mlflow/tracking-operations.ts';
import { webhookOperations } from './mlflow/webhook-operations.ts';
import { checkArtifactPath } from './platform/artifacts/artifact-path.ts';
import { type ArtifactStore, openArtifactStore } from './platform/artifacts/artifact-store.ts';
import {
  type Artifact,
  artifactsBelow,
  holdArtifact,
  removeReferences,
  settleArtifact,
} from './platform/artifacts/artifacts.store.ts';
import { startCollecting } from './platform/artifacts/collect-garbage.use-case.ts';
import { openBlobStore, readBlobPlace } from './platform/artifacts/open-blob-store.ts';
import { previewTable } from './platform/artifacts/preview-table.ts';
import { DamagedArtifact } from './platform/artifacts/verified-stream.ts';
import { Problem } from './platform/contract/index.ts';
import type { Database, Queryable } from './platform/database/database.ts';
import type { ServerExtension } from './platform/http/extension.ts';
import type { MountedApi } from './platform/http/handlers.ts';
import type { BackgroundWork } from './platform/jobs/background.ts';
import type { JobHandler, Jobs } from './platform/jobs/jobs.ts';
import type { Log } from './platform/log/log.ts';
import type { TrustedHosts } from './platform/outgoing/judge-host.ts';
import { openThreads, WAITED_FOR_LIMITS } from './platform/threads/threads.ts';
import type { RightsGuard } from './rights-guard.ts';

/** What the rooms of models need of the rest of the installation. */
export interface ModelSideDependencies {
  readonly database: Database;
  readonly log: Log;
  readonly now: () => Date;
  readonly publicUrl: string | undefined;
  /** Folder of the installation's data; artifacts are kept there unless `artifacts` names another place. */
  readonly dataDirectory: string;
  readonly artifacts: string | undefined;
  readonly artifactBytes: number | undefined;
  /** Folder with the built programs that run in threads. */
  readonly programs: string;
  /** Hosts of the own network that webhooks may reach. */
  readonly webhookHosts: TrustedHosts;
  /** The secret of the installation. */
  readonly secret: () => Promise<string>;
  readonly framingSide: Pick<FramingSide, 'initiatives' | 'people' | 'framing' | 'candidates'>;
  readonly decide: RightsGuard['decide'];
  /** Those of the files at paths of the store that somebody may know of and is not given. */
  readonly withheldFiles: FilePorts['withheldFiles'];
  /** Tells pages that a topic changed. */
  readonly announce: (topic: string) => void;
  /** Jobs start only after every room is wired. */
  readonly jobs: Pick<Jobs, 'enqueue'>;
}

/** A file of a model. */
interface ModelFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

const REMOVE_EVERY_MS = 3_600_000;
const WEBHOOKS_EVERY_MS = 2_000;
const OLD_TRACES_EVERY_MS = 5_000;

/** Files of one model that are looked at. */
const MODEL_FILES = 1_000;

/** What the rooms of models give to the composition. */
export interface ModelSide {
  readonly mounted: readonly MountedApi[];
  readonly experiments: ExperimentsModule;
  readonly registry: RegistryModule;
  /** Keeps a file below the address of a run or model; why it cannot be kept, in a sentence, or null when it is. */
  keepFile(artifactUri: string, name: string, content: Uint8Array): Promise<string | null>;
  /** The files of models, by their places in the store. */
  readonly modelFiles: {
    below(path: string): Promise<readonly ModelFile[]>;
    read(path: string): Promise<Uint8Array | null>;
  };
  /** The protocol of MLflow, spoken on top of both rooms. */
  readonly mlflow: ServerExtension;
  readonly background: readonly BackgroundWork[];
  /** Of seconds at most. */
  readonly jobHandlers: Readonly<Record<string, JobHandler>>;
  /** Gives up what is on its way, and ends the threads. */
  stop(): Promise<void>;
}

/** Wires what was tried, the model registry, their files and the protocol of MLflow. */
export async function composeModelSide(dependencies: ModelSideDependencies): Promise<ModelSide> {
  const { database, log, now, framingSide, announce } = dependencies;
  const { initiatives, people, framing, candidates } = framingSide;
  const threads = openThreads(dependencies.programs, WAITED_FOR_LIMITS);
  const announceLogged = (slug: string | null): void => announce(slug === null ? 'experiments' : `initiative:${slug}`);
  const experiments = experimentsModule({
    database,
    now,
    require: initiatives.require,
    findInitiative: initiatives.bySlug,
    guard: dependencies.decide,
    visibleInitiatives: people.visibleInitiatives,
    initiativesSeatedAs: people.initiativesSeatedAs,
    refuseHeld: (initiative) => people.refuseHeld(initiative, 'experiments'),
    contextOf: async (initiative) => {
      const locked = await framing.locked(initiative);
      const task = locked?.content.predictionTask ?? (await candidates.chosen(initiative))?.predictionTask;
      return { framingVersion: locked?.version ?? null, hypothesis: task ? hypothesisInWords(task) : null };
    },
    removal: {
      isNeeded: (tx, what) => registry.isNeededByVersion(tx, what),
      removeFiles: async (tx, uri) => {
        const path = pathOfStored(uri);
        if (path !== null) await removeReferences(tx, path, now());
      },
    },
    findTraced: (queryable, experimentNos) => traces.findTraced(queryable, experimentNos),
    announce: announceLogged,
  });
  const traces = tracesModule({
    database,
    now,
    access: experiments.access,
    namesOfRuns: experiments.namesOfRuns,
    openSpans: async (caller, uri) => {
      const path = pathOfStored(uri);
      if (path === null) return 'elsewhere';
      await judgePath(caller, path, 'read');
      return openFile(artifacts, path);
    },
    spanFiles: {
      pathOf: pathOfStored,
      find: async (uri) => {
        const path = pathOfStored(uri);
        const artifact = path === null ? null : await artifacts.find(path);
        return artifact && { ...artifact, open: () => openArtifact(artifacts, artifact) };
      },
      settle: async (tx, uri) => {
        const path = pathOfStored(uri);
        return path === null ? null : settleArtifact(tx, path);
      },
      hold: async (tx, uri, sha256) => {
        const path = pathOfStored(uri);
        return path !== null && holdArtifact(tx, path, sha256);
      },
    },
    jobs: dependencies.jobs,
    log,
    threads,
    announce: announceLogged,
  });
  const evaluations = evaluationsModule({
    database,
    now,
    access: experiments.access,
    visibleInitiatives: people.visibleInitiatives,
    keptDays: experiments.keptDays,
    announce: announceLogged,
  });
  const judgePath = async (caller: Caller, path: string, wish: ExperimentWish | 'read'): Promise<void> => {
    for (const id of await registry.experimentIdsAt(path))
      await experiments.access.experiment(caller, id, wish === 'read' ? 'see' : wish);
    if (wish === 'read') await registry.refuseWithheld(caller, path);
  };
  const uriOfRun: FilePorts['uriOfRun'] = async (caller, runId) =>
    (await experiments.tracking.runs.info(caller, runId)).artifactUri;
  const blobs = await openBlobStore(dependencies.dataDirectory, readBlobPlace(dependencies.artifacts));
  const artifacts: ArtifactStore = openArtifactStore({
    database,
    blobs,
    now,
    totalBytes: dependencies.artifactBytes,
    refuseChange: (tx, path) => registry.refuseChangeOfFiles(tx, path),
    follower: traces.spansFollower,
  });
  const registry: RegistryModule = registryModule({
    database,
    now,
    publicUrl: dependencies.publicUrl,
    requireInitiative: initiatives.require,
    rolesOf: people.rolesOf,
    isVisible: people.readers.isVisible,
    isReaderOf: people.readers.isReaderOf,
    reviewersOf: (queryable, initiativeNo) => reviewersIn(framingSide, queryable, initiativeNo),
    maySeeExperiment: (caller, id) => isSeen(experiments.access.experiment(caller, id, 'see')),
    filesBelow: artifactsBelow,
    uriOfRun,
    withheldFiles: dependencies.withheldFiles,
    files: {
      list: artifacts.list,
      check: checkArtifactPath,
      open: (path) => openFile(artifacts, path),
      preview: (path) => previewTable(() => openFile(artifacts, path)),
    },
    usesOfPrompt: traces.usesOfPrompt,
    onChanged: () => announce('models'),
    secret: dependencies.secret,
    trustedHosts: dependencies.webhookHosts,
  });
  const files = { store: artifacts, judge: judgePath };
  const stopping = new AbortController();
  const collecting = startCollecting({ database, blobs, log });
  return {
    mounted: [
      experiments.mounted,
      experiments.mountedPages,
      traces.mounted,
      evaluations.mounted,
      experiments.mountedDeleted,
      registry.mounted,
      registry.webhooksMounted,
      registry.promptsMounted,
    ],
    experiments,
    registry,
    keepFile: (artifactUri, name, content) => keepFile(artifacts, artifactUri, name, content),
    modelFiles: {
      below: (path) => artifactsBelow(database, path, MODEL_FILES),
      read: async (path) => {
        const found = await openFile(artifacts, path);
        return found === null || found === 'damaged' ? null : buffer(found.stream);
      },
    },
    mlflow: mountMlflow([
      ...trackingOperations(experiments.tracking),
      ...traceOperations(traces.traces),
      ...assessmentOperations(traces.assessments),
      ...evaluationSetOperations(evaluations.sets),
      ...scorerOperations(evaluations.scorers),
      ...issueOperations(),
      ...registeredModelOperations(registry.registry),
      ...modelVersionOperations(registry.registry),
      ...webhookOperations(registry.webhooks),
      ...artifactOperations(files),
      ...ownedArtifactOperations({
        ...files,
        uriOfRun,
        uriOfLoggedModel: async (caller, id) => (await experiments.tracking.models.get(caller, id)).artifactUri,
        uriOfVersion: async (caller, named) => downloadUri(await registry.registry.version(caller, named)),
      }),
    ]),
    background: [
      {
        everyMs: REMOVE_EVERY_MS,
        work: evaluations.removeExpired,
        failure: 'removing deleted evaluation sets failed; it is tried again',
      },
      {
        everyMs: REMOVE_EVERY_MS,
        work: experiments.removeExpired,
        failure: 'removing what was deleted long ago failed; it is tried again',
      },
      {
        everyMs: WEBHOOKS_EVERY_MS,
        work: () => registry.deliverWebhooks(stopping.signal),
        failure: 'telling webhooks failed; it is tried again',
      },
      {
        everyMs: OLD_TRACES_EVERY_MS,
        work: () => traces.goThroughOldTraces(stopping.signal),
        failure: 'noting what traces from before are found by failed; it is tried again',
      },
    ],
    jobHandlers: traces.jobHandlers,
    stop: async () => {
      stopping.abort();
      await threads.close();
      await collecting.stop();
    },
  };
}

/** Who signs at Review of an initiative: only they say what goes live. */
async function reviewersIn(
  { initiatives, people }: Pick<FramingSide, 'initiatives' | 'people'>,
  queryable: Queryable,
  initiativeNo: number,
): Promise<readonly Reviewer[]> {
  const initiative = await initiatives.byNo(queryable, initiativeNo);
  const table = initiative ? await people.table(queryable, initiative) : [];
  return table
    .filter(({ state }) => state.part === 'review')
    .flatMap(({ seats }) => seats.filter(({ duty }) => duty === 'signs'))
    .map(({ role, sitters }) => ({ role, people: sitters.map(({ accountId, name }) => ({ accountId, name })) }));
}

/** Whether a question that refuses what may not be seen was answered. */
async function isSeen(question: Promise<unknown>): Promise<boolean> {
  try {
    await question;
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

async function keepFile(
  artifacts: ArtifactStore,
  artifactUri: string,
  name: string,
  content: Uint8Array,
): Promise<string | null> {
  const place = readVersionSource(artifactUri);
  if (place.kind !== 'stored') return 'its experiment keeps files outside of this installation.';
  const kept = await artifacts.put(`${place.path}/${name}`, Readable.from([Buffer.from(content)]));
  return kept.kind === 'refused' ? kept.sentence : null;
}

/** Opens a kept file with its size; `null` when there is none. */
async function openFile(artifacts: ArtifactStore, path: string) {
  const artifact = await artifacts.find(path);
  if (!artifact) return null;
  const stream = await openArtifact(artifacts, artifact);
  return stream === 'damaged' ? stream : { stream, sizeBytes: artifact.sizeBytes };
}

async function openArtifact(artifacts: ArtifactStore, artifact: Artifact): Promise<Readable | 'damaged'> {
  try {
    return await artifacts.open(artifact);
  } catch (error) {
    if (error instanceof DamagedArtifact) return 'damaged';
    throw error;
  }
}
