import type { Queryable } from '../../platform/database/queryable.ts';

/** A file that a training wrote and that tells of rows. */
interface TrainingFile {
  /** Its place in the store of artifacts. */
  readonly path: string;
  readonly sha256: string;
}

/** A training whose words are in a file that somebody asks for. */
export interface FileOrigin {
  /** The path that was asked for. */
  readonly path: string;
  /** Whether the training wrote to this very path, else it wrote the same content to another one. */
  readonly isPlace: boolean;
  /** Whether the file has the content that the training wrote. */
  readonly isContent: boolean;
  readonly initiativeNo: number;
  readonly datasetId: string;
  /** The columns that were learned from. */
  readonly columns: readonly string[];
}

/** Remembers files of a training; what is remembered already stays. */
export async function insertTrainingFiles(
  queryable: Queryable,
  trainingId: string,
  files: readonly TrainingFile[],
): Promise<void> {
  await queryable.query(
    `insert into training_files (training_id, path, sha256)
     select $1, path, sha256 from unnest($2::text[], $3::text[]) files (path, sha256) on conflict do nothing`,
    [trainingId, files.map(({ path }) => path), files.map(({ sha256 }) => sha256)],
  );
}

/** The trainings that wrote to any of the paths, or that wrote what any of the files there holds. */
export async function originsOfFiles(queryable: Queryable, paths: readonly string[]): Promise<readonly FileOrigin[]> {
  return queryable.query<FileOrigin>(
    `with asked as (
       select a.path, b.sha256 from artifacts a join artifact_blobs b on b.no = a.blob_no where a.path = any($1)
     ), written as (
       select asked.path, f.training_id, true as is_place, f.sha256 = asked.sha256 as is_content
       from asked join training_files f on f.path = asked.path
       union all
       select asked.path, f.training_id, false, true
       from asked join training_files f on f.sha256 = asked.sha256 and f.path <> asked.path
     )
     select w.path, w.is_place as "isPlace", w.is_content as "isContent", t.initiative_no as "initiativeNo",
       t.request ->> 'datasetId' as "datasetId",
       array(select facts ->> 'name' from jsonb_array_elements(t.result -> 'columns') facts) as columns
     from written w join trainings t on t.id = w.training_id`,
    [paths],
  );
}
