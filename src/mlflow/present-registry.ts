import { downloadUri, type ModelVersion, type RegisteredModel } from '../lifecycle/registry/index.ts';
import { wireList, wireText } from './present.ts';

/** A registered model on the wire, with the newest version of each stage. */
export function presentModel(model: RegisteredModel, newest: readonly ModelVersion[]): object {
  return {
    name: model.name,
    creation_timestamp: model.createdAt.getTime(),
    last_updated_timestamp: model.updatedAt.getTime(),
    user_id: wireText(model.createdByName),
    description: wireText(model.description),
    latest_versions: wireList(newest.filter((version) => version.modelNo === model.no).map(presentVersion)),
    tags: wireList(model.tags),
    aliases: wireList(model.aliases.map(({ alias, version }) => ({ alias, version: String(version) }))),
  };
}

/** A version on the wire. It is ready at once: its files were there before it was registered. */
export function presentVersion(version: ModelVersion): object {
  return {
    name: version.modelName,
    version: String(version.version),
    creation_timestamp: version.createdAt.getTime(),
    last_updated_timestamp: version.updatedAt.getTime(),
    user_id: wireText(version.createdByName),
    current_stage: version.stage,
    // Clients give what is absent as None, and scripts take a description for a text.
    description: version.description ?? '',
    source: version.source,
    run_id: wireText(version.runId),
    run_link: wireText(version.runLink),
    status: 'READY',
    tags: wireList(version.tags),
    aliases: wireList(version.aliases),
    model_id: wireText(version.loggedModelId),
  };
}

/** Where the client downloads a version. */
export function presentDownload(version: ModelVersion): object {
  return { artifact_uri: downloadUri(version) };
}
