import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import { numbersLiteral } from './array-literal.ts';
import type { WriteOutcome } from './coalescing-queue.ts';
import { refuseTracking } from './experiments.errors.ts';
import { isLater } from './run.ts';

/** One point of a metric in the form in which it is stored. */
export interface StoredPoint {
  readonly keyNo: number;
  readonly timestampMs: number;
  readonly step: number;
  readonly value: number;
}

/** A value of a param or tag in the form in which it is stored. */
export interface StoredText {
  readonly key: string;
  readonly keyNo: number;
  readonly value: string;
}

/** A point that also belongs to a logged model. */
export interface StoredModelPoint extends StoredPoint {
  readonly key: string;
  readonly modelNo: number;
  readonly modelId: string;
  readonly datasetName: string | null;
  readonly datasetDigest: string | null;
}

/** What one request logs to one run: stored whole or not at all. */
export interface StoredBatch {
  readonly runNo: number;
  readonly runId: string;
  readonly points: readonly StoredPoint[];
  readonly params: readonly StoredText[];
  readonly tags: readonly StoredText[];
  readonly modelPoints: readonly StoredModelPoint[];
  /** The run's new name, when its tag is among the tags. */
  readonly name: string | null;
}

/** Told how many points a history was sent, whether or not they were there already. */
export type NoteGrowth = (of: { readonly runNo: number; readonly keyNo: number }, added: number) => void;

/**
 * Stores the batches of many requests in one commit. Points alone take one statement, whose own commit is all that is
 * waited for; params and tags take a transaction.
 * @returns for each batch `null` or its refusal (RUN_DELETED, PARAM_CHANGED); refused ones leave nothing behind.
 * @throws Problem PARAM_CHANGED, MODEL_METRIC_CHANGED when somebody else wrote in between: nothing is stored then, and
 *   the caller tries each batch alone.
 */
export async function storeBatches(
  database: Database,
  batches: readonly StoredBatch[],
  noteGrowth: NoteGrowth,
): Promise<readonly WriteOutcome[]> {
  const isPlain = batches.every(
    ({ params, tags, modelPoints }) => params.length === 0 && tags.length === 0 && modelPoints.length === 0,
  );
  if (isPlain) return refuseDeleted(batches, await storeNewPoints(database, batches, noteGrowth));
  return database.transaction((tx) => storeInTransaction(tx, batches, noteGrowth));
}

async function storeInTransaction(
  tx: Transaction,
  batches: readonly StoredBatch[],
  noteGrowth: NoteGrowth,
): Promise<readonly WriteOutcome[]> {
  const outcomes = new Map<StoredBatch, WriteOutcome>();
  for (const [batch, refusal] of await findConflicts(tx, batches)) outcomes.set(batch, refusal);
  const accepted = batches.filter((batch) => !outcomes.has(batch));
  const live = await storePoints(tx, STORE_POINTS, accepted, noteGrowth);
  for (const [index, outcome] of refuseDeleted(accepted, live).entries()) {
    const batch = accepted[index];
    if (batch && outcome) outcomes.set(batch, outcome);
  }
  const writable = accepted.filter(({ runNo }) => live.has(runNo));
  await storeParams(tx, writable);
  await storeTags(tx, writable);
  await storeModelPoints(tx, writable);
  return batches.map((batch) => outcomes.get(batch) ?? null);
}

function refuseDeleted(batches: readonly StoredBatch[], live: ReadonlySet<number>): readonly WriteOutcome[] {
  return batches.map(({ runNo, runId }) => (live.has(runNo) ? null : refuseTracking('RUN_DELETED', { id: runId })));
}

/**
 * No lock is taken on the runs: deleting one only marks it, and what is logged in that moment is hidden with it.
 * @param onDuplicate what happens to points that are there already.
 */
const storePointsText = (onDuplicate: '' | 'on conflict do nothing'): string => `
  with live as materialized (
    select no, experiment_no, start_ms from runs where no = any($1::bigint[]) and deleted_ms is null
  ), points as (
    insert into run_metrics (run_no, key_no, timestamp_ms, step, value)
    select p.run_no, p.key_no, p.timestamp_ms, p.step, p.value
    from unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::float8[])
      p (run_no, key_no, timestamp_ms, step, value)
    join live on live.no = p.run_no
    order by 1, 2, 3, 4, 5
    ${onDuplicate}
  ), latest as (
    insert into run_latest_metrics as l
      (run_no, key_no, experiment_no, start_ms, timestamp_ms, step, value, least, greatest, logged)
    select p.run_no, p.key_no, live.experiment_no, live.start_ms, p.timestamp_ms, p.step, p.value,
      nullif(p.least, 'NaN'), nullif(p.greatest, 'NaN'), p.logged
    from unnest($7::bigint[], $8::int[], $9::bigint[], $10::bigint[], $11::float8[], $12::float8[], $13::float8[], $14::int[])
      p (run_no, key_no, timestamp_ms, step, value, least, greatest, logged)
    join live on live.no = p.run_no
    order by 1, 2
    on conflict (run_no, key_no) do update set
      timestamp_ms = case when (excluded.step, excluded.timestamp_ms, excluded.value) > (l.step, l.timestamp_ms, l.value)
        then excluded.timestamp_ms else l.timestamp_ms end,
      step = greatest(excluded.step, l.step),
      value = case when (excluded.step, excluded.timestamp_ms, excluded.value) > (l.step, l.timestamp_ms, l.value)
        then excluded.value else l.value end,
      least = least(excluded.least, l.least),
      greatest = greatest(excluded.greatest, l.greatest),
      logged = l.logged + excluded.logged
  )
  select no from live`;

/** Looking for a conflict before each row costs more than twice as much as inserting it. */
const STORE_NEW_POINTS = storePointsText('');
const STORE_POINTS = storePointsText('on conflict do nothing');
const UNIQUE_VIOLATION = '23505';

/**
 * Stores points that most probably are new, as nearly all are: only clients that send a request again repeat points, and
 * theirs are stored with a look at each.
 */
async function storeNewPoints(
  database: Database,
  batches: readonly StoredBatch[],
  noteGrowth: NoteGrowth,
): Promise<ReadonlySet<number>> {
  try {
    return await storePoints(database, STORE_NEW_POINTS, batches, noteGrowth);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION)) throw error;
    return storePoints(database, STORE_POINTS, batches, noteGrowth);
  }
}

/** Stores the points of all batches; returns the runs that may be written to. */
async function storePoints(
  queryable: Queryable,
  statement: string,
  batches: readonly StoredBatch[],
  noteGrowth: NoteGrowth,
): Promise<ReadonlySet<number>> {
  const points: StoredPointOfRun[] = batches.flatMap(({ runNo, points: own }) =>
    own.map((point) => ({ runNo, ...point })),
  );
  const latest = [...latestOf(points).values()];
  const column = <T>(rows: readonly T[], read: (row: T) => number): string => numbersLiteral(rows.map(read));
  const rows = await queryable.query<{ no: number }>(statement, [
    numbersLiteral([...new Set(batches.map(({ runNo }) => runNo))].sort((a, b) => a - b)),
    column(points, ({ runNo }) => runNo),
    column(points, ({ keyNo }) => keyNo),
    column(points, ({ timestampMs }) => timestampMs),
    column(points, ({ step }) => step),
    column(points, ({ value }) => value),
    column(latest, ({ point }) => point.runNo),
    column(latest, ({ point }) => point.keyNo),
    column(latest, ({ point }) => point.timestampMs),
    column(latest, ({ point }) => point.step),
    column(latest, ({ point }) => point.value),
    column(latest, ({ least }) => least),
    column(latest, ({ greatest }) => greatest),
    column(latest, ({ count }) => count),
  ]);
  for (const { point, count } of latest) noteGrowth(point, count);
  return new Set(rows.map(({ no }) => no));
}

type StoredPointOfRun = StoredPoint & { readonly runNo: number };

interface Latest {
  point: StoredPointOfRun;
  /** NaN while no number was seen. */
  least: number;
  greatest: number;
  /** Points that it stands for. */
  count: number;
}

/** The latest point of each run and key with the extremes of all; the statement compares it with what is stored. */
function latestOf(points: readonly StoredPointOfRun[]): ReadonlyMap<string, Latest> {
  const latest = new Map<string, Latest>();
  for (const point of points) {
    const name = `${point.runNo} ${point.keyNo}`;
    const known = latest.get(name);
    if (!known) {
      latest.set(name, { point, least: point.value, greatest: point.value, count: 1 });
      continue;
    }
    known.count += 1;
    if (isLater(point, known.point)) known.point = point;
    // A comparison with NaN is false either way, so that the first number replaces it.
    if (!(known.least <= point.value) && !Number.isNaN(point.value)) known.least = point.value;
    if (!(known.greatest >= point.value) && !Number.isNaN(point.value)) known.greatest = point.value;
  }
  return latest;
}

/** Texts with what stands beside each of its run, by which searches are ordered. */
const TEXTS_OF_RUNS = `
  select given.*, r.experiment_no, r.start_ms
  from unnest($1::bigint[], $2::int[], $3::text[]) given (run_no, key_no, value) join runs r on r.no = given.run_no
  order by given.run_no, given.key_no`;

interface ParamRow {
  readonly run_no: number;
  readonly key_no: number;
  readonly value: string;
}

/** The batches whose params disagree with what is stored, or with a batch before them. */
async function findConflicts(
  tx: Transaction,
  batches: readonly StoredBatch[],
): Promise<ReadonlyMap<StoredBatch, Error>> {
  const given = batches.flatMap(({ runNo, params }) => params.map(({ keyNo }) => ({ runNo, keyNo })));
  const refused = new Map<StoredBatch, Error>();
  if (given.length === 0) return refused;
  const rows = await tx.query<ParamRow>(
    `select p.run_no, p.key_no, p.value from unnest($1::bigint[], $2::int[]) given (run_no, key_no)
     join run_params p on p.run_no = given.run_no and p.key_no = given.key_no`,
    [numbersLiteral(given.map(({ runNo }) => runNo)), numbersLiteral(given.map(({ keyNo }) => keyNo))],
  );
  const values = new Map(rows.map((row) => [`${row.run_no} ${row.key_no}`, row.value]));
  for (const batch of batches) {
    const conflict = batch.params.find(({ keyNo, value }) => {
      const old = values.get(`${batch.runNo} ${keyNo}`);
      return old !== undefined && old !== value;
    });
    if (conflict) {
      refused.set(batch, paramChanged(batch, conflict, values.get(`${batch.runNo} ${conflict.keyNo}`) ?? ''));
      continue;
    }
    for (const { keyNo, value } of batch.params) values.set(`${batch.runNo} ${keyNo}`, value);
  }
  return refused;
}

const SHOWN_LENGTH = 200;

function paramChanged(batch: StoredBatch, { key, value }: StoredText, old: string): Error {
  const short = (text: string): string => (text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}...` : text);
  return refuseTracking('PARAM_CHANGED', { key, old: short(old), value: short(value), run: batch.runId });
}

/** @throws Problem PARAM_CHANGED when another process logged another value since `findConflicts` */
async function storeParams(tx: Transaction, batches: readonly StoredBatch[]): Promise<void> {
  const params = new Map<string, StoredText & { readonly batch: StoredBatch }>();
  for (const batch of batches)
    for (const param of batch.params) params.set(`${batch.runNo} ${param.keyNo}`, { ...param, batch });
  if (params.size === 0) return;
  const rows = await tx.query<ParamRow>(
    `insert into run_params as p (run_no, key_no, value, experiment_no, start_ms)
     ${TEXTS_OF_RUNS}
     on conflict (run_no, key_no) do update set value = p.value
     returning run_no, key_no, value`,
    textColumns([...params.values()]),
  );
  for (const row of rows) {
    const given = params.get(`${row.run_no} ${row.key_no}`);
    if (given && given.value !== row.value) throw paramChanged(given.batch, given, row.value);
  }
}

/** Later batches win over earlier ones, as they would one after the other. */
async function storeTags(tx: Transaction, batches: readonly StoredBatch[]): Promise<void> {
  const tags = new Map<string, StoredText & { readonly batch: StoredBatch }>();
  const names = new Map<number, string>();
  for (const batch of batches) {
    for (const tag of batch.tags) tags.set(`${batch.runNo} ${tag.keyNo}`, { ...tag, batch });
    if (batch.name !== null) names.set(batch.runNo, batch.name);
  }
  if (tags.size === 0) return;
  await tx.query(
    `insert into run_tags (run_no, key_no, value, experiment_no, start_ms)
     ${TEXTS_OF_RUNS}
     on conflict (run_no, key_no) do update set value = excluded.value`,
    textColumns([...tags.values()]),
  );
  for (const [runNo, name] of [...names].sort(([a], [b]) => a - b))
    await tx.query('update runs set name = $2 where no = $1', [runNo, name]);
}

function textColumns(rows: readonly (StoredText & { readonly batch: StoredBatch })[]): readonly unknown[] {
  return [
    numbersLiteral(rows.map(({ batch }) => batch.runNo)),
    numbersLiteral(rows.map(({ keyNo }) => keyNo)),
    rows.map(({ value }) => value),
  ];
}

/** @throws Problem MODEL_METRIC_CHANGED when a point of a model has another value already */
async function storeModelPoints(tx: Transaction, batches: readonly StoredBatch[]): Promise<void> {
  for (const { runNo, modelPoints } of batches) {
    for (const point of modelPoints) {
      const [row] = await tx.query<{ is_same: boolean }>(
        `insert into logged_model_metrics as m
           (model_no, key_no, timestamp_ms, step, run_no, value, dataset_name, dataset_digest)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (model_no, key_no, timestamp_ms, step, run_no) do update set value = m.value
         returning value = $6 as is_same`,
        [
          point.modelNo,
          point.keyNo,
          point.timestampMs,
          point.step,
          runNo,
          point.value,
          point.datasetName,
          point.datasetDigest,
        ],
      );
      if (!row?.is_same) throw refuseTracking('MODEL_METRIC_CHANGED', { key: point.key, model: point.modelId });
    }
  }
}
