import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Threads } from '../../platform/threads/threads.ts';
import type { WithheldColumns } from '../datasets/index.ts';
import type { Tracking } from '../experiments/index.ts';
import type { LockedFraming } from '../framing/index.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { Role } from '../people/index.ts';
import type { ModelRegistry } from '../registry/index.ts';
import type { StoredCheck } from '../signals/index.ts';
import type { ColumnsSource } from './columns-source.ts';
import { refuseTraining } from './training.errors.ts';
import { findTraining } from './training.store.ts';
import { type StoredTraining, trainingName } from './training.ts';

/** What training is wired with. */
export interface TrainingPorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly log: Log;
  readonly threads: Threads;
  readonly source: ColumnsSource;
  readonly initiativeById: (id: string) => Promise<StoredInitiative | null>;
  /** The columns of a data set whose words somebody is not shown. */
  readonly withheldFrom: (
    reader: { readonly accountId: string },
    initiative: Pick<StoredInitiative, 'no'>,
    datasetId: string,
  ) => Promise<WithheldColumns>;
  /** The roles in which somebody has a seat at the table of an initiative. */
  readonly rolesOf: (queryable: Queryable, initiativeNo: number, accountId: string) => Promise<readonly Role[]>;
  /** Refuses a look at data that the playbook holds back until the framing is signed. @throws Problem PLAYBOOK_HOLDS */
  readonly refuseHeld: (initiative: StoredInitiative) => Promise<void>;
  /** The checks whether there is anything to predict, the newest first. */
  readonly checksOf: (initiative: StoredInitiative) => Promise<readonly StoredCheck[]>;
  /** The framing in force; null before one is signed. */
  readonly lockedFraming: (initiative: StoredInitiative) => Promise<LockedFraming | null>;
  /** Runs and models are logged by the same use cases as those of data scientists, by the right to train. */
  readonly tracking: Tracking;
  readonly registry: Pick<ModelRegistry, 'create' | 'get' | 'register'>;
  /** Keeps a file below the place of a run or model; why it cannot be kept, in a sentence, or null when it is. */
  readonly keepFile: (artifactUri: string, name: string, content: Uint8Array) => Promise<string | null>;
  readonly jobs: {
    enqueue(tx: Transaction, kind: string, payload: JsonObject): Promise<string>;
    cancel(tx: Transaction, jobId: string): Promise<void>;
  };
  /** Tells pages, after the commit, that something of an initiative changed. */
  readonly onChanged: (initiativeId: string) => void;
}

/** The kinds of background work of training. */
export const TRAINING_JOBS = { train: 'training.train' } as const;

/** A training of an initiative. @throws Problem TRAINING_UNKNOWN */
export async function requireTraining(
  queryable: Queryable,
  { no }: Pick<StoredInitiative, 'no'>,
  id: string,
  options: { readonly lock?: boolean } = {},
): Promise<StoredTraining> {
  const found = await findTraining(queryable, id, options);
  if (found?.initiativeNo !== no) throw refuseTraining('TRAINING_UNKNOWN');
  return found;
}

/** Records what happened to a training, in the transaction of the change. */
export async function recordTraining(
  tx: Transaction,
  ports: Pick<TrainingPorts, 'now' | 'onChanged'>,
  actor: { readonly accountId: string; readonly name: string },
  training: Pick<StoredTraining, 'id' | 'number' | 'tableName' | 'tableDigest' | 'initiativeId'>,
  { kind, did, told = '' }: { readonly kind: string; readonly did: string; readonly told?: string },
): Promise<void> {
  await appendEvent(
    tx,
    {
      kind,
      sentence: `${did} ${trainingName(training)}${told}`,
      actorId: actor.accountId,
      actorName: actor.name,
      subjectId: training.initiativeId,
      section: 'build',
      objectType: 'training',
      objectId: training.id,
      detail: { number: training.number, table: training.tableName, digest: training.tableDigest },
    },
    ports.now(),
  );
  tx.afterCommit(() => ports.onChanged(training.initiativeId));
}
