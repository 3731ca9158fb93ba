import { parse } from 'yaml';
import { z } from 'zod';
import type { StoredInitiative } from '../initiatives/index.ts';
import { pathOfStored } from '../registry/index.ts';
import { modelSchema, type SourceTable } from '../training/index.ts';
import { findPlace } from './candidates.store.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';
import type { ExpectationPorts, StoredFile } from './expectation-ports.use-case.ts';
import type { JudgeOrder } from './judge-door.ts';
import type { CandidateName } from './judged-model.ts';

/** A model as the program is given it, with what it asks for. */
export interface LoadedModel {
  readonly kind: 'loaded';
  readonly model: JudgeOrder['model'];
  readonly digest: string;
  /** Columns that it certainly asks for; null where only its file knows. */
  readonly inputs: readonly string[] | null;
  /** The data that it learned from; null where nobody knows. */
  readonly learnedFrom: { readonly datasetId: string; readonly version: number; readonly seed: number } | null;
}

/** A model, or why there is none to judge, in a sentence. */
export type ModelToJudge =
  | LoadedModel
  | { readonly kind: 'unfit'; readonly sentence: string; readonly digest: string | null };

/** A description of a model beyond this size describes nothing. */
const DESCRIPTION_BYTES = 262_144;

/** Reads a model of an initiative from where it is kept. Null where the initiative has no such model. */
export async function loadModel(
  ports: ExpectationPorts,
  initiativeNo: number,
  candidate: CandidateName,
): Promise<ModelToJudge | null> {
  if (candidate.kind === 'training') return loadTraining(ports, initiativeNo, candidate.ref);
  const place = await findPlace(ports.database, initiativeNo, candidate);
  if (place === null) return null;
  const folder = 'path' in place ? place.path : pathOfStored(place.uri);
  if (folder === null) return unfit('Its files are kept outside of this installation, where they are not opened.');
  const files = await ports.files.below(folder);
  const [file] = files
    .filter(({ path }) => path.endsWith('.onnx'))
    .sort((one, other) => one.path.length - other.path.length);
  if (file === undefined)
    return unfit(
      'It has no ONNX file. Log it with mlflow.onnx.log_model, or convert it first; nothing else is opened here.',
    );
  if (file.sizeBytes > EXPECTATION_LIMITS.modelBytes)
    return unfit(`Its ONNX file is larger than ${EXPECTATION_LIMITS.modelBytes / 1024 / 1024} MiB.`, file.sha256);
  const bytes = await ports.files.read(file.path);
  if (bytes === null) return unfit('Its ONNX file cannot be read: it is gone or damaged.', file.sha256);
  return {
    kind: 'loaded',
    model: { kind: 'onnx', bytes, signature: await signatureBeside(ports, files, file) },
    digest: file.sha256,
    inputs: null,
    learnedFrom: null,
  };
}

function unfit(sentence: string, digest: string | null = null): ModelToJudge {
  return { kind: 'unfit', sentence, digest };
}

async function loadTraining(ports: ExpectationPorts, initiativeNo: number, id: string): Promise<ModelToJudge | null> {
  const training = z.uuid().safeParse(id).success ? await ports.training(id) : null;
  if (training?.initiativeNo !== initiativeNo) return null;
  const { document, heldOut, modelDigest, datasetId, version, seed } = training;
  return {
    kind: 'loaded',
    model: { kind: 'own', document, heldOut },
    digest: modelDigest,
    inputs: modelSchema
      .pick({ inputs: true })
      .parse(JSON.parse(document))
      .inputs.map(({ name }) => name),
    learnedFrom: { datasetId, version, seed },
  };
}

const descriptionSchema = z.object({ signature: z.object({ inputs: z.string() }) });
const inputsSchema = z.array(z.object({ name: z.string() }));

/** The names of the inputs as the `MLmodel` beside the file says them; null where it says none. */
async function signatureBeside(
  ports: ExpectationPorts,
  files: readonly StoredFile[],
  { path }: StoredFile,
): Promise<readonly string[] | null> {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const description = files.find((file) => file.path === `${folder}/MLmodel`);
  if (description === undefined || description.sizeBytes > DESCRIPTION_BYTES) return null;
  const bytes = await ports.files.read(description.path);
  if (bytes === null) return null;
  try {
    const told = descriptionSchema.safeParse(parse(new TextDecoder().decode(bytes), { maxAliasCount: 0 }));
    const inputs = inputsSchema.safeParse(told.success ? JSON.parse(told.data.signature.inputs) : null);
    return inputs.success ? inputs.data.map(({ name }) => name) : null;
  } catch {
    // A description that cannot be read says nothing about the inputs; the model may name them itself.
    return null;
  }
}

/** What is to be read for a judgement. */
export interface OrderWish {
  readonly table: SourceTable;
  readonly loaded: LoadedModel;
  /** Columns beside those of the model. */
  readonly columns: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Reads the rows that a model is judged on: those that a first model was made from, or an even choice. */
export async function readRows(
  ports: ExpectationPorts,
  initiative: StoredInitiative,
  { table, loaded, columns, signal }: OrderWish,
): Promise<Pick<JudgeOrder, 'source' | 'columns' | 'model'>> {
  const all = table.columns.filter(({ kind }) => kind !== 'time' && kind !== 'id').map(({ name }) => name);
  const known = new Set(table.columns.map(({ name }) => name));
  const wanted = [...new Set([...(loaded.inputs ?? all), ...columns])].filter((name) => known.has(name));
  const { learnedFrom, model } = loaded;
  const isSameData = learnedFrom?.datasetId === table.datasetId && learnedFrom.version === table.version;
  // Held-out rows are places in what was read, so that exactly the same rows have to be read again.
  const maxRows = isSameData ? EXPECTATION_LIMITS.rows : rowsFor(wanted.length);
  const wish = { columns: wanted, maxRows, seed: isSameData ? learnedFrom.seed : 1 };
  const { tableRows, rows, columns: values } = await ports.source.read(initiative, table, { ...wish, signal });
  return {
    source: { tableRows, rows, columns: values },
    columns: table.columns.map(({ name, kind }) => ({ name, kind })),
    model: model.kind === 'own' && !isSameData ? { ...model, heldOut: null } : model,
  };
}

/** Fewer rows of wide tables, so that what is read stays bounded. */
function rowsFor(columns: number): number {
  return Math.min(EXPECTATION_LIMITS.rows, Math.max(1_000, Math.floor(EXPECTATION_LIMITS.values / columns)));
}
