import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Log } from '../../platform/log/log.ts';
import type { TypedColumn } from '../../platform/tables/tables.schema.ts';
import type { Threads } from '../../platform/threads/threads.ts';
import type { Dataset, DatasetVersion } from '../datasets/index.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { StoredCheck, TaskThen } from './signal-check.ts';
import { refuseSignal } from './signals.errors.ts';
import { findCheck } from './signals.store.ts';

/** The kind of background work of signal checks. */
export const SIGNAL_JOBS = { check: 'signals.check' } as const;

/** Columns of a version, with what they were read from. */
export interface VersionColumns {
  readonly dataset: Pick<Dataset, 'name'>;
  readonly version: Pick<DatasetVersion, 'number' | 'table'>;
  readonly tableRows: number;
  readonly rows: number;
  readonly columns: readonly TypedColumn[];
}

/** What every use case of signal checks needs. */
export interface SignalPorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly log: Log;
  readonly threads: Pick<Threads, 'run'>;
  readonly jobs: Pick<Jobs, 'enqueue' | 'cancel'>;
  /** Reads columns of a version as typed arrays. @throws Problem of the data sets when it cannot be read */
  readonly readColumns: (
    initiative: StoredInitiative,
    datasetId: string,
    wish: {
      readonly version?: number | undefined;
      readonly columns?: readonly string[] | undefined;
      readonly maxRows: number;
      readonly seed: number;
      readonly signal?: AbortSignal | undefined;
    },
  ) => Promise<VersionColumns>;
  readonly initiativeOf: (initiativeId: string) => Promise<StoredInitiative | null>;
  /** The prediction task of the framing in force; null before one is signed. */
  readonly taskOf: (initiative: StoredInitiative) => Promise<TaskThen | null>;
  /** Told after the commit of each change, and at each part of a check. */
  readonly onChanged: (initiativeId: string) => void;
}

/** A check of an initiative. @throws Problem SIGNAL_CHECK_UNKNOWN */
export async function requireCheck(
  queryable: Queryable,
  initiative: Pick<StoredInitiative, 'no'>,
  id: string,
): Promise<StoredCheck> {
  const check = await findCheck(queryable, initiative.no, id);
  if (!check) throw refuseSignal('SIGNAL_CHECK_UNKNOWN');
  return check;
}

/** Records what happened to a check, in the transaction of the change. */
export async function recordCheck(
  tx: Transaction,
  ports: Pick<SignalPorts, 'now' | 'onChanged'>,
  actor: Actor,
  check: Pick<StoredCheck, 'id' | 'initiativeId' | 'datasetName' | 'version' | 'choice'>,
  event: { readonly kind: string; readonly sentence: string; readonly detail?: JsonObject },
): Promise<void> {
  await appendEvent(
    tx,
    {
      kind: event.kind,
      sentence: event.sentence,
      actorId: actor.accountId,
      actorName: actor.name,
      subjectId: check.initiativeId,
      section: 'prepare',
      objectType: 'signal-check',
      objectId: check.id,
      detail: {
        dataset: check.datasetName,
        version: check.version,
        target: check.choice.target,
        ...event.detail,
      },
    },
    ports.now(),
  );
  tx.afterCommit(() => ports.onChanged(check.initiativeId));
}
