import type { Run } from './run.ts';

/** Where a run comes from, as far as its client said. */
export interface Lineage {
  /** The git commit of the code. */
  readonly commit: string | null;
  readonly branch: string | null;
  readonly repository: string | null;
  /** The script or notebook. */
  readonly source: string | null;
  /** What the client calls its user. */
  readonly author: string | null;
  /** The id of the run that this one is part of. */
  readonly parentRunId: string | null;
  readonly datasets: readonly { readonly name: string; readonly digest: string; readonly context: string | null }[];
}

/** The tag by which a run names the run that it is part of. */
export const PARENT_TAG = 'mlflow.parentRunId';

/** Tags that MLflow's clients set by themselves; they are facts about the run and not what somebody wrote. */
const TAG = {
  commit: 'mlflow.source.git.commit',
  branch: 'mlflow.source.git.branch',
  repository: 'mlflow.source.git.repoURL',
  source: 'mlflow.source.name',
  author: 'mlflow.user',
  parent: PARENT_TAG,
  context: 'mlflow.data.context',
} as const;

/** Reads a run's lineage from the tags and data sets that its client sent. */
export function lineageOf({ tags, datasets, user }: Pick<Run, 'tags' | 'datasets' | 'user'>): Lineage {
  const values = new Map(tags.map(({ key, value }) => [key, value]));
  const tag = (key: string): string | null => values.get(key) || null;
  return {
    commit: tag(TAG.commit),
    branch: tag(TAG.branch),
    repository: tag(TAG.repository),
    source: tag(TAG.source),
    author: tag(TAG.author) ?? (user || null),
    parentRunId: tag(TAG.parent),
    datasets: datasets.map(({ dataset, tags: about }) => ({
      name: dataset.name,
      digest: dataset.digest,
      context: about.find(({ key }) => key === TAG.context)?.value ?? null,
    })),
  };
}
