import type { Queryable } from '../../platform/database/queryable.ts';
import type {
  Dataset,
  DatasetVersion,
  KeptReading,
  LabelConfirmation,
  VersionProgress,
  VersionRelations,
  VersionState,
  VersionTable,
} from './dataset.ts';

interface DatasetRow {
  readonly id: string;
  readonly initiative_no: number;
  readonly initiative_id: string;
  readonly name: string;
  readonly target: string | null;
  readonly moment: string | null;
  readonly label: (Omit<LabelConfirmation, 'at'> & { readonly at: string }) | null;
  readonly created_by: string;
  readonly created_by_name: string;
  readonly created_at: Date;
}

interface VersionRow {
  readonly id: string;
  readonly dataset_id: string;
  readonly number: number;
  readonly state: VersionState;
  readonly file_name: string;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly upload_id: string;
  readonly said: readonly KeptReading[];
  readonly brought_by: string;
  readonly brought_by_name: string;
  readonly brought_at: Date;
  readonly finished_at: Date | null;
  readonly table_id: string | null;
  readonly contents: Omit<VersionTable, 'tableId'> | null;
  readonly relations: VersionRelations | null;
  readonly failure: string | null;
  readonly job_id: string | null;
}

/** Stores a new data set; false when the initiative has one of this name. */
export async function insertDataset(queryable: Queryable, dataset: Dataset): Promise<boolean> {
  const rows = await queryable.query(
    `insert into datasets (id, initiative_no, initiative_id, name, created_by, created_by_name, created_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (initiative_no, name) do nothing returning id`,
    [
      dataset.id,
      dataset.initiativeNo,
      dataset.initiativeId,
      dataset.name,
      dataset.createdBy.accountId,
      dataset.createdBy.name,
      dataset.createdAt,
    ],
  );
  return rows.length > 0;
}

/** A data set of an initiative; `lock` holds off whoever else would change it until the transaction ends. */
export async function findDataset(
  queryable: Queryable,
  initiativeNo: number,
  id: string,
  options: { readonly lock?: boolean } = {},
): Promise<Dataset | null> {
  const [row] = await queryable.query<DatasetRow>(
    `select * from datasets where id = $1 and initiative_no = $2 ${options.lock ? 'for no key update' : ''}`,
    [id, initiativeNo],
  );
  return row ? toDataset(row) : null;
}

/** The data sets of an initiative, by name. */
export async function listDatasets(queryable: Queryable, initiativeNo: number): Promise<readonly Dataset[]> {
  const rows = await queryable.query<DatasetRow>('select * from datasets where initiative_no = $1 order by name, id', [
    initiativeNo,
  ]);
  return rows.map(toDataset);
}

/** How many data sets an initiative has, and how many files of it are being read. */
export async function countDatasets(
  queryable: Queryable,
  initiativeNo: number,
): Promise<{ readonly datasets: number; readonly reading: number }> {
  const [row] = await queryable.query<{ datasets: number; reading: number }>(
    `select (select count(*) from datasets where initiative_no = $1)::int as datasets,
       (select count(*) from dataset_versions v join datasets d on d.id = v.dataset_id
         where d.initiative_no = $1 and v.state = 'reading')::int as reading`,
    [initiativeNo],
  );
  return row ?? { datasets: 0, reading: 0 };
}

/** Changes what is said about a data set as a whole. */
export async function changeDataset(
  queryable: Queryable,
  id: string,
  change: Pick<Dataset, 'target' | 'moment' | 'label'>,
): Promise<void> {
  await queryable.query('update datasets set target = $2, moment = $3, label = $4 where id = $1', [
    id,
    change.target,
    change.moment,
    change.label === null ? null : JSON.stringify(change.label),
  ]);
}

/** A version that begins: its file has arrived. */
export type NewVersion = Omit<DatasetVersion, 'number' | 'state' | 'finishedAt' | 'table' | 'relations' | 'failure'> & {
  readonly jobId: string;
};

/** Stores a version under the next number, which it gives. The caller holds the data set. */
export async function insertVersion(queryable: Queryable, version: NewVersion): Promise<number> {
  const [row] = await queryable.query<{ number: number }>(
    `insert into dataset_versions (id, dataset_id, number, state, file_name, size_bytes, sha256, upload_id, said,
       brought_by, brought_by_name, brought_at, job_id)
     select $1, $2, coalesce(max(number), 0) + 1, 'reading', $3, $4, $5, $6, $7, $8, $9, $10, $11
     from dataset_versions where dataset_id = $2 returning number`,
    [
      version.id,
      version.datasetId,
      version.fileName,
      version.sizeBytes,
      version.sha256,
      version.uploadId,
      JSON.stringify(version.said),
      version.broughtBy.accountId,
      version.broughtBy.name,
      version.broughtAt,
      version.jobId,
    ],
  );
  if (!row) throw new Error('A version was stored and not given back.');
  return row.number;
}

/** A version by its id; `lock` holds off whoever else would change it. */
export async function findVersionById(
  queryable: Queryable,
  id: string,
  options: { readonly lock?: boolean } = {},
): Promise<DatasetVersion | null> {
  const [row] = await queryable.query<VersionRow>(
    `select * from dataset_versions where id = $1 ${options.lock ? 'for no key update' : ''}`,
    [id],
  );
  return row ? toVersion(row) : null;
}

/** A version by its number; the newest that is ready, or else the newest, when no number is given. */
export async function findVersion(
  queryable: Queryable,
  datasetId: string,
  number: number | null,
): Promise<DatasetVersion | null> {
  const [row] = await queryable.query<VersionRow>(
    `select * from dataset_versions where dataset_id = $1 and ($2::int is null or number = $2)
     order by state = 'ready' desc, number desc limit 1`,
    [datasetId, number],
  );
  return row ? toVersion(row) : null;
}

/** The newest ready version before a number. */
export async function findReadyBefore(
  queryable: Queryable,
  datasetId: string,
  number: number,
): Promise<DatasetVersion | null> {
  const [row] = await queryable.query<VersionRow>(
    `select * from dataset_versions where dataset_id = $1 and number < $2 and state = 'ready' order by number desc limit 1`,
    [datasetId, number],
  );
  return row ? toVersion(row) : null;
}

/** A version as lists show it. */
export interface VersionEntry {
  readonly datasetId: string;
  readonly number: number;
  readonly state: VersionState;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly broughtBy: string;
  readonly broughtAt: Date;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly failure: string | null;
  readonly brokenChecks: number;
  readonly difference: VersionTable['difference'];
}

/** The versions of data sets, the newest first; without their profiles. */
export async function listVersions(
  queryable: Queryable,
  datasetIds: readonly string[],
  options: { readonly isNewestOnly?: boolean } = {},
): Promise<readonly VersionEntry[]> {
  return queryable.query<VersionEntry>(
    `select ${options.isNewestOnly ? 'distinct on (v.dataset_id)' : ''} v.dataset_id as "datasetId", v.number, v.state,
       v.file_name as "fileName", v.size_bytes as "sizeBytes", v.sha256, v.brought_by_name as "broughtBy",
       v.brought_at as "broughtAt", (v.contents->>'rows')::float8 as rows,
       jsonb_array_length(v.contents->'columns') as columns, v.failure, v.contents->'difference' as difference,
       (select count(*) from dataset_check_results r join dataset_checks c on c.id = r.check_id
         where r.version_id = v.id and c.removed_at is null and r.outcome->>'state' <> 'kept')::int as "brokenChecks"
     from dataset_versions v where v.dataset_id = any($1::uuid[]) order by v.dataset_id, v.number desc`,
    [datasetIds],
  );
}

/** What becomes of a version that was being read; false when it is not being read any more. */
export async function finishVersion(
  queryable: Queryable,
  id: string,
  end:
    | { readonly state: 'ready'; readonly table: VersionTable }
    | { readonly state: 'failed'; readonly failure: string }
    | { readonly state: 'cancelled' },
  at: Date,
): Promise<boolean> {
  const table = end.state === 'ready' ? end.table : null;
  const { tableId = null, ...contents } = table ?? {};
  const rows = await queryable.query(
    `update dataset_versions set state = $2, table_id = $3, contents = $4, failure = $5, finished_at = $6, job_id = null
     where id = $1 and state = 'reading' returning id`,
    [id, end.state, tableId, table && JSON.stringify(contents), end.state === 'failed' ? end.failure : null, at],
  );
  if (rows.length > 0) await queryable.query('delete from dataset_progress where version_id = $1', [id]);
  return rows.length > 0;
}

/** Stores how the columns of a version go together with a target. */
export async function storeRelations(queryable: Queryable, id: string, relations: VersionRelations): Promise<void> {
  await queryable.query('update dataset_versions set relations = $2 where id = $1', [id, JSON.stringify(relations)]);
}

/** Writes down how far a version is. */
export async function writeVersionProgress(
  queryable: Queryable,
  versionId: string,
  { phase, rowsDone, share }: VersionProgress,
): Promise<void> {
  await queryable.query(
    `insert into dataset_progress (version_id, phase, rows_done, share) values ($1, $2, $3, $4)
     on conflict (version_id) do update set phase = $2, rows_done = $3, share = $4`,
    [versionId, phase, rowsDone, share],
  );
}

/** How far a version is; null when it is not being read. */
export async function readVersionProgress(queryable: Queryable, versionId: string): Promise<VersionProgress | null> {
  const [row] = await queryable.query<VersionProgress>(
    `select p.phase, p.rows_done as "rowsDone", p.share from dataset_progress p
     join dataset_versions v on v.id = p.version_id and v.state = 'reading' where p.version_id = $1`,
    [versionId],
  );
  return row ?? null;
}

/** The files that versions need: what was brought, and the tables made of it. */
export async function neededFiles(
  queryable: Queryable,
): Promise<{ readonly uploads: readonly string[]; readonly tables: readonly string[] }> {
  const rows = await queryable.query<{ upload_id: string; table_id: string | null }>(
    'select upload_id, table_id from dataset_versions',
  );
  return {
    uploads: rows.map(({ upload_id }) => upload_id),
    tables: rows.flatMap(({ table_id }) => (table_id === null ? [] : [table_id])),
  };
}

function toDataset(row: DatasetRow): Dataset {
  return {
    id: row.id,
    initiativeNo: row.initiative_no,
    initiativeId: row.initiative_id,
    name: row.name,
    target: row.target,
    moment: row.moment,
    label: row.label && { ...row.label, at: new Date(row.label.at) },
    createdBy: { accountId: row.created_by, name: row.created_by_name },
    createdAt: row.created_at,
  };
}

function toVersion(row: VersionRow): DatasetVersion {
  return {
    id: row.id,
    datasetId: row.dataset_id,
    number: row.number,
    state: row.state,
    fileName: row.file_name,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    uploadId: row.upload_id,
    said: row.said,
    broughtBy: { accountId: row.brought_by, name: row.brought_by_name },
    broughtAt: row.brought_at,
    finishedAt: row.finished_at,
    table: row.contents && row.table_id !== null ? { ...row.contents, tableId: row.table_id } : null,
    relations: row.relations,
    failure: row.failure,
    jobId: row.job_id,
  };
}

/** The data set that a version belongs to. */
export async function findDatasetOfVersion(
  queryable: Queryable,
  { datasetId }: Pick<DatasetVersion, 'datasetId'>,
): Promise<Dataset | null> {
  const [row] = await queryable.query<DatasetRow>('select * from datasets where id = $1', [datasetId]);
  return row ? toDataset(row) : null;
}
