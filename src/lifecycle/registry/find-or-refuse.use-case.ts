import type { RawBuilder } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { findVersion } from './model-versions.store.ts';
import type { ModelVersion, RegisteredModel, Tag } from './registered-model.ts';
import { refuseTagKey } from './registered-model.ts';
import { findModel } from './registered-models.store.ts';
import { refuseRegistry } from './registry.errors.ts';
import { REGISTRY_LIMITS } from './registry-limits.ts';

/** The model of a name. @throws Problem MODEL_UNKNOWN also for one that the viewer may not see */
export async function requireModel(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  name: string,
): Promise<RegisteredModel> {
  const model = await findModel(queryable, isVisible, name);
  if (!model) throw refuseRegistry('MODEL_UNKNOWN', { name: name.slice(0, REGISTRY_LIMITS.nameLength) });
  return model;
}

/** A version of a model. @throws Problem MODEL_VERSION_UNKNOWN also for one that the viewer may not see */
export async function requireVersion(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  name: string,
  version: number,
): Promise<ModelVersion> {
  const found = await findVersion(queryable, isVisible, name, version);
  if (!found)
    throw refuseRegistry('MODEL_VERSION_UNKNOWN', { name: name.slice(0, REGISTRY_LIMITS.nameLength), version });
  return found;
}

/** Refuses a text that is longer than its field takes. @throws Problem MODEL_VALUE_TOO_LONG */
export function checkLength(text: string | null, most: number, field: string): void {
  if (text !== null && text.length > most) throw refuseRegistry('MODEL_VALUE_TOO_LONG', { field, most });
}

/** Refuses a description of a model or a version that is too long. @throws Problem MODEL_VALUE_TOO_LONG */
export function checkDescription(description: string): void {
  checkLength(description, REGISTRY_LIMITS.descriptionLength, 'description');
}

/** Checks tags of a model or a version. @throws Problem MODEL_TAG_INVALID */
export function checkTags(tags: readonly Tag[]): readonly Tag[] {
  const beyond = tags[REGISTRY_LIMITS.tagsAtOnce];
  if (beyond) {
    const why = `${tags.length} tags are too many at once; ${REGISTRY_LIMITS.tagsAtOnce} is the most.`;
    throw refuseRegistry('MODEL_TAG_INVALID', { key: beyond.key.slice(0, 100), why });
  }
  const refusals = tags.map(({ key, value }) => {
    const why =
      refuseTagKey(key) ??
      (value.length > REGISTRY_LIMITS.tagValueLength
        ? `its value is longer than ${REGISTRY_LIMITS.tagValueLength} characters.`
        : null);
    return why === null ? null : refuseRegistry('MODEL_TAG_INVALID', { key: key.slice(0, 100), why });
  });
  const first = refusals.find((refusal) => refusal !== null);
  if (first) throw first;
  return tags;
}
