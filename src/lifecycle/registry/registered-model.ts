import { REGISTRY_LIMITS } from './registry-limits.ts';

/** MLflow's stages of a version. They are labels for older programs; what is live is said by aliases. */
export const STAGES = ['None', 'Staging', 'Production', 'Archived'] as const;

/** A stage of a version. */
export type Stage = (typeof STAGES)[number];

/** The tag that makes a registered model a prompt, which lists of models leave out. */
export const PROMPT_TAG = 'mlflow.prompt.is_prompt';

/** A key with its value. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** A name that points to one version of a model. */
export interface Alias {
  readonly alias: string;
  readonly version: number;
}

/** Versions of one model under a name. */
export interface RegisteredModel {
  readonly no: number;
  readonly name: string;
  readonly description: string;
  /** The account that registered it; `null` where that is not known. */
  readonly createdBy: string | null;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
  readonly tags: readonly Tag[];
  readonly aliases: readonly Alias[];
}

/** One version of a registered model. Its number is never used again, also when it is deleted. */
export interface ModelVersion {
  readonly no: number;
  readonly modelNo: number;
  readonly modelName: string;
  readonly version: number;
  /** Where the files are, in the words of whoever registered it. */
  readonly source: string;
  /** Where the files are in our own store of artifacts; `null` when they are elsewhere. */
  readonly storagePath: string | null;
  /** Where the files of a copy are when they are elsewhere; `null` otherwise: then the words of `source` say it. */
  readonly filesUri: string | null;
  readonly runId: string | null;
  readonly runLink: string | null;
  readonly loggedModelId: string | null;
  /** The number of the experiment that it came from; it decides who may see the version. */
  readonly experimentNo: number | null;
  readonly description: string;
  readonly stage: Stage;
  readonly createdBy: string | null;
  readonly createdByName: string;
  /** Accounts of whoever registered it and of whoever trained it: they never approve it. */
  readonly authorIds: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
  /** `null` while it is not deleted, or where that was not recorded. */
  readonly deletedByName: string | null;
  readonly tags: readonly Tag[];
  readonly aliases: readonly string[];
}

/** Why a name cannot be that of a registered model, as a sentence; `null` when it can. */
export function refuseModelName(name: string): string | null {
  if (name.trim() === '') return 'a name needs at least one visible character.';
  // Browsers take these for folders, so that the page of the model would have no address.
  if (name === '.' || name === '..') return 'a name is more than dots.';
  if (name.length > REGISTRY_LIMITS.nameLength) return `it is longer than ${REGISTRY_LIMITS.nameLength} characters.`;
  return /[/:]/.test(name) || /\p{Cc}/u.test(name) ? 'a name contains no "/", no ":" and no control characters.' : null;
}

/** Why a text cannot be an alias, as a sentence; `null` when it can. */
export function refuseAlias(alias: string): string | null {
  if (alias.length > REGISTRY_LIMITS.aliasLength) return `it is longer than ${REGISTRY_LIMITS.aliasLength} characters.`;
  if (!/^[A-Za-z0-9_-]+$/.test(alias)) return 'an alias consists of letters, digits, "_" and "-".';
  if (/^latest$/i.test(alias)) return '"latest" is reserved: it always means the newest version.';
  return /^v\d+$/i.test(alias) ? 'an alias like "v3" is reserved, because it reads like a version.' : null;
}

/** Why a text cannot be the key of a tag, as a sentence; `null` when it can. */
export function refuseTagKey(key: string): string | null {
  if (key.length > REGISTRY_LIMITS.tagKeyLength) return `it is longer than ${REGISTRY_LIMITS.tagKeyLength} characters.`;
  if (!/^[\p{L}\p{N}_/. :-]+$/u.test(key))
    return 'a key consists of letters, digits, "_", "/", ".", "-", ":" and spaces.';
  const segments = key.split('/');
  return segments.some((segment) => ['', '.', '..'].includes(segment))
    ? 'a key is not a path with empty or dot parts.'
    : null;
}

/** The stage that a text names, in any case; `null` when it names none. */
export function readStage(text: string): Stage | null {
  return STAGES.find((stage) => stage.toLowerCase() === text.toLowerCase()) ?? null;
}

/** Whether a model is a prompt by its tags. */
export function isPrompt(tags: readonly Tag[]): boolean {
  return tags.some(({ key, value }) => key === PROMPT_TAG && value.toLowerCase() === 'true');
}

/** Where a program downloads a version from: our own store where the files are here, else the words it came with. */
export function downloadUri(version: Pick<ModelVersion, 'storagePath' | 'filesUri' | 'source'>): string {
  if (version.storagePath !== null) return `mlflow-artifacts:/${version.storagePath}`;
  return version.filesUri ?? version.source;
}
