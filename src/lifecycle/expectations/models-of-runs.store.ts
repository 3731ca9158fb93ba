import { sql } from 'kysely';
import { z } from 'zod';
import type { Queryable } from '../../platform/database/queryable.ts';
import { RUN_MODELS_TAG } from '../experiments/index.ts';
import { type DueCandidate, WANTED_OF_NEWEST_DATA } from './candidates.store.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';

/** A run of a client that knows no logged models, with what it says of the models among its files. */
interface RunWithModels {
  readonly initiativeNo: number;
  readonly datasetId: string;
  readonly dataVersion: number;
  readonly revision: number;
  readonly runId: string;
  readonly runName: string;
  /** The list that the client wrote, as text; anybody may write another. */
  readonly models: string;
  /** Which of them were judged by what is expected now. */
  readonly judged: readonly string[];
}

/** A folder below the files of a run: no step leads out of it. */
const folderSchema = z
  .string()
  .min(1)
  .max(500)
  .refine((path) => path.split('/').every((step) => step !== '' && step !== '.' && step !== '..'));

/**
 * The models that runs of older clients keep among their own files, newest runs first, that were not judged yet by what is
 * expected now. What was registered from a run is judged as a version, and what newer clients log as a logged model.
 */
export async function findDueOfRuns(queryable: Queryable): Promise<readonly DueCandidate[]> {
  const { candidates, atOnce } = EXPECTATION_LIMITS;
  const { rows } = await sql<RunWithModels>`
    with newest as (${WANTED_OF_NEWEST_DATA})
    select w.initiative_no as "initiativeNo", w.dataset_id as "datasetId", w.data_version as "dataVersion", w.revision,
      r.id as "runId", r.name as "runName", r.models, array(
        select j.ref from judged_models j
        where j.initiative_no = w.initiative_no and j.kind = 'run-model' and starts_with(j.ref, r.id || '/')
          and j.dataset_id = w.dataset_id and j.data_version = w.data_version and j.revision = w.revision) as judged
    from newest w join lateral (
      select r.id, r.name, t.value as models from runs r
        join experiments e on e.no = r.experiment_no
        join run_tags t on t.run_no = r.no
        join logged_keys k on k.no = t.key_no and k.key = ${RUN_MODELS_TAG}
      where e.initiative_no = w.initiative_no and e.deleted_ms is null and r.deleted_ms is null
        and not exists (select from logged_models m where m.source_run_id = r.id)
        and not exists (select from model_versions v where v.run_id = r.id and v.deleted_at is null)
      order by r.no desc limit ${candidates}) r on true`.execute(queryable.tables());
  return rows.flatMap(modelsOfRun).slice(0, atOnce);
}

function modelsOfRun({ runId, runName, models, judged, ...wanted }: RunWithModels): readonly DueCandidate[] {
  const folders = new Set(foldersIn(models).map((folder) => `${runId}/${folder}`));
  return [...folders]
    .filter((ref) => !judged.includes(ref))
    .slice(0, EXPECTATION_LIMITS.candidates)
    .map((ref) => ({ ...wanted, kind: 'run-model', ref, name: `${runName}, ${ref.slice(runId.length + 1)}` }));
}

/** The folders that a list of models names; what is no such list names none. */
function foldersIn(models: string): readonly string[] {
  let list: unknown;
  try {
    list = JSON.parse(models);
  } catch {
    return [];
  }
  const entries = z.array(z.unknown()).safeParse(list);
  return (entries.data ?? []).flatMap((entry) => {
    const told = z.object({ artifact_path: folderSchema }).safeParse(entry);
    return told.success ? [told.data.artifact_path] : [];
  });
}
