import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { checkLabelKey, checkLength, checkRunName, checkTags } from './check-logged.ts';
import type { ConnectPorts } from './connect-experiment.use-case.ts';
import { type Caller, type Experiment, HYPOTHESIS_TAG } from './experiment.ts';
import { refuseTracking } from './experiments.errors.ts';
import type { LoggedKeys } from './logged-keys.store.ts';
import { inventRunName, RUN_NAME_TAG, type RunContext, type Tag, type WrittenRun } from './run.ts';
import { contextNo, insertRun, insertRunTags } from './runs.store.ts';
import type { NewRun } from './tracking.ts';
import { TRACKING_LIMITS } from './tracking-limits.ts';
import { writeRun } from './write-runs.store.ts';

/** What runs inherit from the initiative that their experiment is connected to. */
export interface InheritedContext {
  readonly framingVersion: number | null;
  /** The hypothesis that the initiative is testing now; `null` when none is named there. */
  readonly hypothesis: string | null;
}

/** What runs need beside what experiments need. */
export interface RunPorts extends ConnectPorts {
  readonly keys: LoggedKeys;
  readonly contextOf: (initiative: StoredInitiative) => Promise<InheritedContext>;
}

/**
 * Creates a run. It inherits the question, the hypothesis and the framing of the initiative as they are now, and keeps
 * them whatever becomes of the initiative.
 * @throws Problem EXPERIMENT_UNKNOWN, EXPERIMENT_DELETED, RUN_NAME_DISAGREES, LOGGED_VALUE_INVALID
 */
export async function startRun(ports: RunPorts, caller: Caller, asked: NewRun): Promise<WrittenRun> {
  const experiment = await ports.access.experiment(caller, asked.experimentId, 'log');
  if (experiment.isDeleted) throw refuseTracking('EXPERIMENT_DELETED', { id: asked.experimentId });
  const given = checkTags(asked.tags, checkLabelKey);
  const name = nameOf(asked.name, given);
  checkRunName(name, 'run_name');
  checkLength(asked.user, TRACKING_LIMITS.userLength, 'user_id');
  const tags = [...given.filter(({ key }) => key !== RUN_NAME_TAG), { key: RUN_NAME_TAG, value: name }];
  const [keyNos, context] = await Promise.all([
    ports.keys.numbersOf(tags.map(({ key }) => key)),
    readContext(ports, experiment, given),
  ]);
  const id = randomBytes(16).toString('hex');
  const no = await ports.database.transaction(async (tx) => {
    const runNo = await insertRun(tx, {
      id,
      experimentNo: experiment.no,
      name,
      user: asked.user,
      startMs: asked.startMs,
      startedBy: caller.accountId,
      startedByName: caller.name,
      contextNo: context && experiment.link ? await contextNo(tx, experiment.link.initiativeNo, context) : null,
    });
    await insertRunTags(
      tx,
      runNo,
      tags.flatMap(({ key, value }) => {
        const keyNo = keyNos.get(key);
        return keyNo === undefined ? [] : [{ keyNo, value }];
      }),
    );
    await recordRun(ports, tx, caller, experiment, { id, name, kind: 'run.started', did: 'started' });
    return runNo;
  });
  return writeRun(ports.database, ports.keys, no);
}

function nameOf(asked: string | undefined, tags: readonly Tag[]): string {
  const tagged = tags.find(({ key }) => key === RUN_NAME_TAG)?.value;
  if (asked !== undefined && asked !== '' && tagged !== undefined && tagged !== asked)
    throw refuseTracking('RUN_NAME_DISAGREES', { name: asked.slice(0, 100), tag: tagged.slice(0, 100) });
  const chance = (): number => randomInt(1_000_000) / 1_000_000;
  return asked || tagged || inventRunName(chance(), chance(), chance());
}

async function readContext(
  ports: RunPorts,
  experiment: Experiment,
  tags: readonly Tag[],
): Promise<(RunContext & { readonly identity: string }) | null> {
  const initiative = experiment.link ? await ports.findInitiative(experiment.link.slug) : null;
  if (!initiative || !experiment.link) return null;
  const inherited = await ports.contextOf(initiative);
  const named = tags.find(({ key }) => key === HYPOTHESIS_TAG)?.value;
  const context: RunContext = {
    slug: initiative.slug,
    iteration: experiment.link.iteration,
    question: initiative.question,
    framingVersion: inherited.framingVersion,
    hypothesis: named || inherited.hypothesis,
  };
  const identity = createHash('sha256')
    .update(
      JSON.stringify([initiative.id, context.iteration, context.question, context.framingVersion, context.hypothesis]),
    )
    .digest('hex');
  return { ...context, identity };
}

/** Records in the initiative's log that something happened to a run; runs of unconnected experiments have no log. */
export async function recordRun(
  ports: Pick<RunPorts, 'now' | 'announce'>,
  tx: Transaction,
  caller: Caller,
  experiment: Experiment,
  run: { readonly id: string; readonly name: string; readonly kind: string; readonly did: string },
): Promise<void> {
  const { link } = experiment;
  tx.afterCommit(() => ports.announce(link?.slug ?? null));
  if (!link) return;
  await appendEvent(
    tx,
    {
      kind: run.kind,
      sentence: `${run.did} the run "${run.name}" of the experiment "${experiment.name}"`,
      actorId: caller.accountId,
      actorName: caller.name,
      subjectId: link.initiativeId,
      section: 'build',
      objectType: 'run',
      objectId: run.id,
      detail: {
        runId: run.id,
        runName: run.name,
        experimentId: String(experiment.no),
        experimentName: experiment.name,
        slug: link.slug,
        iteration: link.iteration,
      },
    },
    ports.now(),
  );
}
