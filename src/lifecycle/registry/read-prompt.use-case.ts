import type { PromptVersion, UseOfPrompt } from '../traces/index.ts';
import { type RegistryPorts, rightOnModel } from './judge-right.use-case.ts';
import { type ModelLine, selectModelLines } from './model-lines.store.ts';
import { promptRule } from './model-owner.ts';
import type { Caller, VersionName } from './model-registry.ts';
import { findVersion, versionsOfModel } from './model-versions.store.ts';
import { labelsOf, type ReadPromptTags, readPromptTags } from './prompt.ts';
import { isPrompt, type ModelVersion, type RegisteredModel, type Tag } from './registered-model.ts';
import { findModel } from './registered-models.store.ts';
import { refuseRegistry } from './registry.errors.ts';
import { REGISTRY_LIMITS } from './registry-limits.ts';

/** What reading prompts needs. */
export interface PromptPorts extends RegistryPorts {
  /** In which experiments that somebody may see a version of a prompt was used, those used in last first. */
  readonly usesOfPrompt: (caller: Caller, prompt: PromptVersion) => Promise<readonly UseOfPrompt[]>;
}

/** A prompt as its page shows it. */
export interface ReadPrompt {
  readonly line: ModelLine;
  readonly labels: readonly Tag[];
  readonly mayChange: boolean;
  /** Who may change what, as a sentence. */
  readonly rule: string;
}

/** Reads a prompt. @throws Problem PROMPT_UNKNOWN also for one that the caller may not see, and for a model */
export async function readPrompt(ports: PromptPorts, caller: Caller, name: string): Promise<ReadPrompt> {
  const { database } = ports;
  const [line] = await selectModelLines(database, ports.isVisible(caller), { kind: 'prompt', name, limit: 1 });
  if (!line) throw unknownPrompt(name);
  const model = await requirePrompt(ports, caller, name);
  const { mayChange, rule, isUnowned } = await rightOnModel(ports, database, caller, model);
  return {
    line,
    labels: labelsOf(model.tags),
    mayChange,
    rule: isUnowned ? promptRule(model.createdByName) : rule,
  };
}

/** A page of the versions of a prompt, newest first. @throws Problem PROMPT_UNKNOWN */
export async function readPromptVersions(
  ports: PromptPorts,
  caller: Caller,
  name: string,
  page: { readonly before: number | null; readonly limit: number },
): Promise<readonly ModelVersion[]> {
  const { no } = await requirePrompt(ports, caller, name);
  return versionsOfModel(ports.database, ports.isVisible(caller), no, { ...page, isDeleted: false });
}

/** A version of a prompt with its text and where it was used. */
export interface ReadPromptVersion extends ReadPromptTags {
  readonly version: ModelVersion;
  /** The number of the version before it; `null` for the first. */
  readonly previous: number | null;
  readonly uses: readonly UseOfPrompt[];
}

/** Reads a version of a prompt. @throws Problem PROMPT_UNKNOWN, PROMPT_VERSION_UNKNOWN */
export async function readPromptVersion(
  ports: PromptPorts,
  caller: Caller,
  { name, version }: VersionName,
): Promise<ReadPromptVersion> {
  const { no } = await requirePrompt(ports, caller, name);
  const found = await findVersion(ports.database, ports.isVisible(caller), name, version);
  if (!found) throw refuseRegistry('PROMPT_VERSION_UNKNOWN', { name, version });
  const older = { before: version, isDeleted: false, limit: 1 };
  const [[previous], uses] = await Promise.all([
    versionsOfModel(ports.database, ports.isVisible(caller), no, older),
    ports.usesOfPrompt(caller, { name, version: String(version) }),
  ]);
  return { version: found, previous: previous?.version ?? null, ...readPromptTags(found.tags), uses };
}

async function requirePrompt(ports: PromptPorts, caller: Caller, name: string): Promise<RegisteredModel> {
  const model = await findModel(ports.database, ports.isVisible(caller), name);
  if (!model || !isPrompt(model.tags)) throw unknownPrompt(name);
  return model;
}

function unknownPrompt(name: string) {
  return refuseRegistry('PROMPT_UNKNOWN', { name: name.slice(0, REGISTRY_LIMITS.nameLength) });
}
