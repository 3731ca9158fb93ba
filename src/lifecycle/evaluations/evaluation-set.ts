import type {
  Caller,
  FilterCondition,
  FilterGrammar,
  ListPage,
  ListPosition,
  OrderTerm,
} from '../experiments/index.ts';

/** Limits of evaluation sets, stated once. */
export const EVALUATION_SET_LIMITS = {
  nameLength: 255,
  tags: 100,
  tagKeyLength: 255,
  tagLength: 5_000,
  /** Experiments that one set belongs to, and that one request names. */
  experiments: 100,
  records: 100_000,
  /** Records that one request brings or removes. */
  recordsAtOnce: 10_000,
  /** All of one record, in characters of JSON. */
  recordLength: 1_000_000,
  /** Fields that the schema of a set describes, of inputs, outputs and expectations each, and the longest name of one. */
  describedFields: 200,
  describedName: 250,
  /** Sets that the page of an experiment lists, and that of deleted things. */
  listed: 50,
  listedDeleted: 200,
  /** Sets and records of one page of the protocol. */
  page: 100,
  recordsPage: 1_000,
  /** A page of records ends behind the one that exceeds this, in characters. */
  recordsPageLength: 8_000_000,
} as const;

/** What evaluation sets can be asked about. */
export const EVALUATION_SET_GRAMMAR: FilterGrammar = {
  kinds: ['tag'],
  sortableKinds: [],
  attributes: {
    name: { type: 'text', allowsLists: true },
    created_by: { type: 'text', isSortable: false },
    last_updated_by: { type: 'text', isSortable: false },
    created_time: { type: 'number' },
    last_update_time: { type: 'number' },
  },
};

/**
 * Inputs for an application with what should come out, on which its answers are judged: MLflow's evaluation dataset. It
 * belongs to any number of experiments.
 */
export interface EvaluationSet {
  /** `d-` and 32 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Which fields records have, as a text of JSON; `null` before the first record. */
  readonly schema: string | null;
  readonly records: number;
  /** Another one after each change of records. */
  readonly digest: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  /** Who made and last changed it as the client says; `null` where it does not. */
  readonly createdBy: string | null;
  readonly updatedBy: string | null;
}

/** A set that is put aside. */
export interface DeletedEvaluationSet {
  readonly id: string;
  readonly name: string;
  readonly records: number;
  readonly deletedMs: number;
  readonly deletedByName: string;
}

/** One record of an evaluation set. Its parts are texts of JSON, in which numbers and the order of fields are as they came. */
export interface EvaluationRecord {
  /** Its place in the list. */
  readonly no: number;
  /** `dr-` and 32 hexadecimal digits. */
  readonly id: string;
  readonly inputs: string;
  readonly outputs: string | null;
  readonly expectations: string | null;
  readonly tags: string;
  /** Where it comes from, with the kind of place and its id; `null` where nobody said so. */
  readonly source: string | null;
  readonly sourceType: string | null;
  readonly sourceId: string | null;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly createdBy: string | null;
  readonly updatedBy: string | null;
}

/**
 * Evaluation sets as programs see them. One that belongs to experiments is seen by whoever sees one of them and changed by
 * whoever may log to one; one that belongs to none by its owner and administrators. What may not be seen is refused as what
 * does not exist.
 */
export interface EvaluationSets {
  /** Takes the right to log to each of the experiments. @throws Problem EXPERIMENT_UNKNOWN, EXPERIMENT_DELETED, LOGGED_VALUE_INVALID */
  create(
    caller: Caller,
    set: {
      readonly name: string;
      readonly tags: Readonly<Record<string, string>>;
      readonly experimentIds: readonly string[];
    },
  ): Promise<EvaluationSet>;
  /** @throws Problem EVALUATION_SET_UNKNOWN */
  get(caller: Caller, id: string): Promise<EvaluationSet>;
  /** Sets that somebody may see, of some experiments or of all where none is named. */
  search(
    caller: Caller,
    search: {
      readonly experimentIds: readonly string[];
      readonly conditions: readonly FilterCondition[];
      readonly order: readonly OrderTerm[];
      readonly after: ListPosition | undefined;
      readonly limit: number;
    },
  ): Promise<ListPage<EvaluationSet, ListPosition>>;
  /** The sets of one experiment that changed last. @throws Problem EXPERIMENT_UNKNOWN */
  ofExperiment(caller: Caller, experimentId: string): Promise<ListPage<EvaluationSet, ListPosition>>;
  /**
   * Puts a set aside with its records; one that is not there stays so. Takes the right to log to all of its experiments:
   * elsewhere it is taken out of those where one may.
   * @throws Problem EVALUATION_SET_SHARED
   */
  delete(caller: Caller, id: string): Promise<void>;
  /** The sets that are put aside and that somebody may see, those deleted last first. */
  deleted(caller: Caller): Promise<readonly DeletedEvaluationSet[]>;
  /** Brings a set back as it was when it was deleted. @throws Problem EVALUATION_SET_UNKNOWN, EXPERIMENT_RIGHT_MISSING */
  restore(caller: Caller, id: string): Promise<void>;
  /** Sets tags, and removes those whose value is `null`. @throws Problem EVALUATION_SET_UNKNOWN */
  changeTags(caller: Caller, id: string, tags: Readonly<Record<string, string | null>>): Promise<void>;
  /** Its experiments, as far as the caller may see them. @throws Problem EVALUATION_SET_UNKNOWN */
  experimentIds(caller: Caller, id: string): Promise<readonly string[]>;
  /** Lets a set belong to further experiments to which the caller may log. @throws Problem EVALUATION_SET_UNKNOWN, EXPERIMENT_UNKNOWN */
  addExperiments(caller: Caller, id: string, experimentIds: readonly string[]): Promise<EvaluationSet>;
  /**
   * Takes a set out of experiments to which the caller may log. Out of the last one it belongs to whoever took it out.
   * @throws Problem EVALUATION_SET_UNKNOWN, EXPERIMENT_RIGHT_MISSING
   */
  removeExperiments(caller: Caller, id: string, experimentIds: readonly string[]): Promise<EvaluationSet>;
  /**
   * Adds records, or adds to those that have the very inputs. All are stored or none.
   * @param records a list of objects as a text of JSON.
   * @throws Problem EVALUATION_SET_UNKNOWN, EVALUATION_SET_FULL, BATCH_TOO_LARGE, LOGGED_VALUE_INVALID
   */
  merge(caller: Caller, id: string, records: string): Promise<{ readonly inserted: number; readonly updated: number }>;
  /** Records in the order in which they came, after one; fewer than asked for where they are long. @throws Problem EVALUATION_SET_UNKNOWN */
  records(
    caller: Caller,
    id: string,
    page: { readonly after: number; readonly limit: number },
  ): Promise<ListPage<EvaluationRecord, number>>;
  /** Puts records aside; returns how many there were. @throws Problem EVALUATION_SET_UNKNOWN, BATCH_TOO_LARGE */
  removeRecords(caller: Caller, id: string, recordIds: readonly string[]): Promise<number>;
}
