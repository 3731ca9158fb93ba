/** Limits of the model registry, stated once. */
export const REGISTRY_LIMITS = {
  nameLength: 256,
  aliasLength: 255,
  descriptionLength: 10_000,
  tagKeyLength: 250,
  tagValueLength: 100_000,
  tagsAtOnce: 100,
  sourceLength: 2_048,
  /** Longest id of a run or a logged model, which may be one of another server, and longest link to a run. */
  runIdLength: 500,
  runLinkLength: 2_048,
  /** Longest reason of a proposal or a decision, in characters. */
  reasonLength: 2_000,
  /** Entries of one page of our own lists. */
  pageSize: 50,
  /** Files of a version that are looked at to tell whether they changed. */
  filesOfVersion: 20_000,
  protectedAliases: 20,
} as const;
