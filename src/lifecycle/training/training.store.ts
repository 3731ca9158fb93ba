import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { StoredTraining, TrainingProgress, TrainingRequest, TrainingRun, TrainingState } from './training.ts';
import type { TrainingResult } from './training-result.schema.ts';

interface TrainingRow {
  readonly id: string;
  readonly initiative_no: number;
  readonly initiative_id: string;
  readonly number: number;
  readonly state: TrainingState;
  readonly request: TrainingRequest;
  readonly table_name: string;
  readonly table_digest: string;
  readonly started_by: string;
  readonly started_by_name: string;
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly failure: string | null;
  readonly job_id: string | null;
  readonly result: TrainingResult | null;
  readonly model_digest: string | null;
  readonly run: TrainingRun | null;
}

/** A training before anything came of it. */
export type NewTraining = Omit<
  StoredTraining,
  'number' | 'state' | 'finishedAt' | 'failure' | 'jobId' | 'result' | 'modelDigest' | 'run'
>;

/** Advisory locks of new trainings: this class, and the initiative's number. */
const NUMBER_LOCK = 720_290;

/** Writes down a training under the next number of its initiative, which nobody else takes meanwhile. */
export async function insertTraining(tx: Transaction, training: NewTraining): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1::int, $2::int)', [NUMBER_LOCK, training.initiativeNo]);
  await tx.query(
    `insert into trainings (id, initiative_no, initiative_id, number, state, request, table_name, table_digest,
       started_by, started_by_name, started_at)
     select $1, $2, $3, coalesce(max(number), 0) + 1, 'waiting', $4, $5, $6, $7, $8, $9
     from trainings where initiative_no = $2`,
    [
      training.id,
      training.initiativeNo,
      training.initiativeId,
      JSON.stringify(training.request),
      training.tableName,
      training.tableDigest,
      training.startedBy.accountId,
      training.startedBy.name,
      training.startedAt,
    ],
  );
}

/** A training by its id; `lock` holds it until the end of the transaction. */
export async function findTraining(
  queryable: Queryable,
  id: string,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<StoredTraining | null> {
  const rows = await queryable.query<TrainingRow>(`select * from trainings where id = $1${lock ? ' for update' : ''}`, [
    id,
  ]);
  return rows[0] ? read(rows[0]) : null;
}

/** The trainings of an initiative, the newest first. */
export async function listTrainings(
  queryable: Queryable,
  initiativeNo: number,
  limit: number,
): Promise<readonly StoredTraining[]> {
  const rows = await queryable.query<TrainingRow>(
    'select * from trainings where initiative_no = $1 order by number desc limit $2',
    [initiativeNo, limit],
  );
  return rows.map(read);
}

/** Trainings of an initiative that wait or are under way. */
export async function countUnderWay(queryable: Queryable, initiativeNo: number): Promise<number> {
  const [row] = await queryable.query<{ count: number }>(
    `select count(*)::int as count from trainings where initiative_no = $1 and state in ('waiting', 'training')`,
    [initiativeNo],
  );
  return row?.count ?? 0;
}

/** What can change about a training. */
export type TrainingChange = Partial<
  Pick<StoredTraining, 'state' | 'finishedAt' | 'failure' | 'jobId' | 'result' | 'modelDigest' | 'run'>
>;

const COLUMN: Readonly<Record<keyof TrainingChange, string>> = {
  state: 'state',
  finishedAt: 'finished_at',
  failure: 'failure',
  jobId: 'job_id',
  result: 'result',
  modelDigest: 'model_digest',
  run: 'run',
};
const JSON_FIELDS: ReadonlySet<string> = new Set(['result', 'run']);

/** Changes a training that is still under way; false when it is over. */
export async function changeUnderWay(queryable: Queryable, id: string, change: TrainingChange): Promise<boolean> {
  const entries = Object.entries(change);
  const sets = entries.map(([field], at) => `${COLUMN[field as keyof TrainingChange]} = $${at + 2}`);
  const values = entries.map(([field, value]) =>
    JSON_FIELDS.has(field) && value !== null ? JSON.stringify(value) : value,
  );
  const rows = await queryable.query(
    `update trainings set ${sets.join(', ')} where id = $1 and state in ('waiting', 'training') returning id`,
    [id, ...values],
  );
  return rows.length > 0;
}

/** Writes down how far a training is. */
export async function writeProgress(queryable: Queryable, id: string, { done, of }: TrainingProgress): Promise<void> {
  await queryable.query(
    `insert into training_progress (training_id, done, of) values ($1, $2, $3)
     on conflict (training_id) do update set done = excluded.done, of = excluded.of`,
    [id, done, of],
  );
}

/** How far trainings are, by their ids. */
export async function readProgress(
  queryable: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TrainingProgress>> {
  const rows = await queryable.query<TrainingProgress & { training_id: string }>(
    'select training_id, done, of from training_progress where training_id = any($1)',
    [ids],
  );
  return new Map(rows.map(({ training_id, done, of }) => [training_id, { done, of }]));
}

/** A model as it is kept, and, of two outcomes, what it foresaw for rows that it had not seen. */
export interface KeptModel {
  readonly document: string;
  readonly foreseen: { readonly probability: Float64Array; readonly outcome: Uint8Array } | null;
  /** Rows of what was read that the model was checked on, and what was foreseen for them; null where it was not kept. */
  readonly heldOut: { readonly rows: Uint32Array; readonly predictions: Float64Array } | null;
}

/** Keeps the model of a training; a repeated training replaces it by the same. */
export async function keepModel(
  tx: Transaction,
  id: string,
  { document, foreseen, heldOut }: KeptModel,
): Promise<void> {
  await tx.query(
    `insert into training_models (training_id, document, probability, outcome, held_rows, held_predictions)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (training_id) do update
       set document = excluded.document, probability = excluded.probability, outcome = excluded.outcome,
         held_rows = excluded.held_rows, held_predictions = excluded.held_predictions`,
    [
      id,
      document,
      foreseen && bytesOf(foreseen.probability),
      foreseen && bytesOf(foreseen.outcome),
      heldOut && bytesOf(heldOut.rows),
      heldOut && bytesOf(heldOut.predictions),
    ],
  );
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Uint32Array | Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** The model of a training; null while there is none. */
export async function findModel(queryable: Queryable, id: string): Promise<KeptModel | null> {
  const [row] = await queryable.query<{
    document: string;
    probability: Buffer | null;
    outcome: Buffer | null;
    held_rows: Buffer | null;
    held_predictions: Buffer | null;
  }>('select document, probability, outcome, held_rows, held_predictions from training_models where training_id = $1', [
    id,
  ]);
  if (!row) return null;
  const { document, probability, outcome, held_rows: rows, held_predictions: predictions } = row;
  return {
    document,
    foreseen:
      probability && outcome ? { probability: doublesOf(probability), outcome: Uint8Array.from(outcome) } : null,
    heldOut:
      rows && predictions
        ? { rows: new Uint32Array(Uint8Array.from(rows).buffer), predictions: doublesOf(predictions) }
        : null,
  };
}

/** Bytes of the driver need not begin where doubles may, so they are copied. */
function doublesOf(bytes: Buffer): Float64Array {
  return new Float64Array(Uint8Array.from(bytes).buffer);
}

function read(row: TrainingRow): StoredTraining {
  return {
    id: row.id,
    initiativeNo: row.initiative_no,
    initiativeId: row.initiative_id,
    number: row.number,
    state: row.state,
    request: row.request,
    tableName: row.table_name,
    tableDigest: row.table_digest,
    startedBy: { accountId: row.started_by, name: row.started_by_name },
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    failure: row.failure,
    jobId: row.job_id,
    result: row.result,
    modelDigest: row.model_digest,
    run: row.run,
  };
}
