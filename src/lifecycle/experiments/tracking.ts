import type { LoggedBatch } from './check-logged.ts';
import type { Caller, TaggedExperiment } from './experiment.ts';
import type { FilterCondition, OrderTerm } from './filter-grammar.ts';
import type { LoggedModel, ModelStatus } from './logged-model.ts';
import type { DatasetInput, Metric, RunInfo, RunStatus, Tag, WrittenRun } from './run.ts';

/** Where a page of a list ended: the sort keys of its last entry, opaque to callers. */
export type ListPosition = readonly (string | number | null)[];

/** Where a page of runs ended, opaque to callers. */
export interface RunListPosition {
  readonly stage: number;
  readonly keys: ListPosition;
}

/** Where a page of a history ended, opaque to callers. */
export interface HistoryListPosition {
  readonly timestampMs: number;
  readonly step: number;
  readonly value: string;
}

/** Which entries a search takes by their life. */
export type LifeView = 'active' | 'deleted' | 'all';

/** A new run. */
export interface NewRun {
  readonly experimentId: string;
  readonly name: string | undefined;
  readonly user: string;
  readonly startMs: number;
  readonly tags: readonly Tag[];
}

/** A new experiment. */
export interface NewExperiment {
  readonly name: string;
  readonly artifactLocation: string | undefined;
  readonly tags: readonly Tag[];
}

/** A point of a metric with its run. */
export interface PointOfRun extends Metric {
  readonly runId: string;
}

/** One term of the order of a search for models. */
export interface ModelOrderTerm {
  readonly kind: 'attribute' | 'metric';
  readonly key: string;
  readonly isDescending: boolean;
  readonly datasetName?: string | undefined;
  readonly datasetDigest?: string | undefined;
}

/** A data set as a list shows it. */
export interface UsedDataset {
  readonly experimentNo: number;
  readonly name: string;
  readonly digest: string;
  readonly context: string | null;
}

/** A page of a list with the position of the next one; `null` on the last page. */
export interface ListPage<Entry, Position> {
  readonly entries: readonly Entry[];
  readonly next: Position | null;
}

/**
 * Everything that can be logged and read, for protocols and pages alike. Each call asks whether the caller may, and what
 * the caller may not see is refused exactly as what does not exist. Ids are those of the wire. Refusals are Problems of
 * `experiments.errors.ts`.
 */
export interface Tracking {
  readonly experiments: {
    create(caller: Caller, experiment: NewExperiment): Promise<string>;
    get(caller: Caller, id: string): Promise<TaggedExperiment>;
    getByName(caller: Caller, name: string): Promise<TaggedExperiment>;
    search(
      caller: Caller,
      search: {
        readonly view: LifeView;
        readonly conditions: readonly FilterCondition[];
        readonly order: readonly OrderTerm[];
        readonly after: ListPosition | undefined;
        readonly limit: number;
      },
    ): Promise<ListPage<TaggedExperiment, ListPosition>>;
    rename(caller: Caller, id: string, name: string): Promise<void>;
    delete(caller: Caller, id: string): Promise<void>;
    restore(caller: Caller, id: string): Promise<void>;
    setTag(caller: Caller, id: string, tag: Tag): Promise<void>;
    deleteTag(caller: Caller, id: string, key: string): Promise<void>;
    datasets(caller: Caller, ids: readonly string[], limit: number): Promise<readonly UsedDataset[]>;
  };
  readonly runs: {
    create(caller: Caller, run: NewRun): Promise<WrittenRun>;
    get(caller: Caller, id: string): Promise<WrittenRun>;
    info(caller: Caller, id: string): Promise<RunInfo>;
    update(
      caller: Caller,
      id: string,
      change: {
        readonly status: RunStatus | undefined;
        readonly endMs: number | undefined;
        readonly name: string | undefined;
      },
    ): Promise<WrittenRun>;
    delete(caller: Caller, id: string): Promise<void>;
    restore(caller: Caller, id: string): Promise<void>;
    log(caller: Caller, id: string, batch: LoggedBatch): Promise<void>;
    deleteTag(caller: Caller, id: string, key: string): Promise<void>;
    /** Adds an entry to the JSON list in a tag (models that clients of MLflow 2 logged). */
    appendToTag(caller: Caller, id: string, key: string, entry: unknown): Promise<void>;
    logInputs(
      caller: Caller,
      id: string,
      inputs: { readonly datasets: readonly DatasetInput[]; readonly modelIds: readonly string[] },
    ): Promise<void>;
    logOutputs(
      caller: Caller,
      id: string,
      models: readonly { readonly modelId: string; readonly step: number }[],
    ): Promise<void>;
    search(
      caller: Caller,
      search: {
        readonly experimentIds: readonly string[];
        readonly view: LifeView;
        readonly conditions: readonly FilterCondition[];
        readonly order: readonly OrderTerm[];
        readonly after: RunListPosition | undefined;
        readonly limit: number;
      },
    ): Promise<ListPage<WrittenRun, RunListPosition>>;
  };
  readonly metrics: {
    /** One metric's history by moment, step and value; unknown runs and keys have an empty one. */
    history(
      caller: Caller,
      of: { readonly runId: string; readonly key: string },
      page: { readonly after: HistoryListPosition | undefined; readonly limit: number | undefined },
    ): Promise<ListPage<Metric, HistoryListPosition>>;
    /** One metric's histories in several runs; runs that may not be seen are left out. */
    histories(
      caller: Caller,
      of: { readonly runIds: readonly string[]; readonly key: string },
      limit: number,
    ): Promise<readonly PointOfRun[]>;
    /** The same at steps spread evenly between two steps, the first and the last step of each run included. */
    sampled(
      caller: Caller,
      of: {
        readonly runIds: readonly string[];
        readonly key: string;
        readonly from: number | null;
        readonly to: number | null;
      },
      limitPerRun: number,
    ): Promise<readonly PointOfRun[]>;
  };
  readonly models: {
    create(
      caller: Caller,
      model: {
        readonly experimentId: string;
        readonly name: string | undefined;
        readonly modelType: string | undefined;
        readonly sourceRunId: string | undefined;
        readonly params: readonly Tag[];
        readonly tags: readonly Tag[];
      },
    ): Promise<LoggedModel>;
    get(caller: Caller, id: string): Promise<LoggedModel>;
    setStatus(caller: Caller, id: string, status: ModelStatus): Promise<LoggedModel>;
    delete(caller: Caller, id: string): Promise<void>;
    logParams(caller: Caller, id: string, params: readonly Tag[]): Promise<void>;
    setTags(caller: Caller, id: string, tags: readonly Tag[]): Promise<LoggedModel>;
    deleteTag(caller: Caller, id: string, key: string): Promise<void>;
    search(
      caller: Caller,
      search: {
        readonly experimentIds: readonly string[];
        readonly conditions: readonly FilterCondition[];
        readonly datasets: readonly { readonly name: string; readonly digest: string | undefined }[];
        readonly order: readonly ModelOrderTerm[];
        readonly after: ListPosition | undefined;
        readonly limit: number;
      },
    ): Promise<ListPage<LoggedModel, ListPosition>>;
  };
}
