import type { Queryable } from '../../platform/database/queryable.ts';
import { type Caller, type Experiment, experimentNoOf, mayOnUnconnected, UNCONNECTED_RULE } from './experiment.ts';
import { refuseTracking } from './experiments.errors.ts';
import { findExperiment, findExperiments } from './experiments.store.ts';
import { findModelNo } from './logged-models.store.ts';
import { findRunNo, type NumberedRun } from './runs.store.ts';
import { TRACKING_LIMITS } from './tracking-limits.ts';

/** What the guard says about a person's wish on an initiative. */
export type GuardAnswer =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly rule: string }
  | { readonly kind: 'hidden' };

/** The guard of the installation, asked about the initiative at an address. */
export type AskGuard = (caller: Caller, action: string, slug: string) => Promise<GuardAnswer>;

/** What somebody wants with an experiment: read it, log to it, judge what came out of it, or change it. */
export type ExperimentWish = 'see' | 'log' | 'judge' | 'change';

/** The action of the guard that a wish is, for an experiment that is connected to an initiative. */
const ACTION_OF: Readonly<Record<ExperimentWish, string>> = {
  see: 'initiative.see',
  log: 'experiment.build',
  judge: 'experiment.judge',
  change: 'experiment.build',
};

/** How long a decision is remembered, so that a burst of small writes asks once; a change in this process ends it at once. */
const REMEMBER_MS = 1_000;
/**
 * How long the numbers of an active run are remembered. A run is gone for good only days after it was deleted
 * (`KEPT_DAYS_RANGE`), so that no process remembers one that another has removed.
 */
const REMEMBER_RUN_MS = 86_400_000;
const REMEMBERED = 20_000;

/** A run or model by its numbers, with the experiment that decides who may do what with it. */
export interface FoundInExperiment {
  readonly no: number;
  readonly experiment: Experiment;
}

/**
 * Decides about experiments, runs and models: they follow the initiative that their experiment is connected to, and what
 * may not be seen is refused in the words of what does not exist.
 */
export class ExperimentAccess {
  readonly #queryable: Queryable;
  readonly #guard: AskGuard;
  readonly #now: () => Date;
  readonly #experiments = new Map<number, Remembered<Experiment | null>>();
  readonly #answers = new Map<string, Remembered<GuardAnswer>>();
  readonly #runs = new Map<string, Remembered<NumberedRun>>();
  #generation = 0;

  constructor(ports: { readonly queryable: Queryable; readonly guard: AskGuard; readonly now: () => Date }) {
    this.#queryable = ports.queryable;
    this.#guard = ports.guard;
    this.#now = ports.now;
  }

  /** Forgets every decision: something that decides has changed. */
  forget(): void {
    this.#generation += 1;
    this.#experiments.clear();
    this.#answers.clear();
  }

  /** @throws Problem EXPERIMENT_UNKNOWN, EXPERIMENT_RIGHT_MISSING */
  async experiment(caller: Caller, id: string, wish: ExperimentWish): Promise<Experiment> {
    const no = experimentNoOf(id);
    const experiment = no === null ? null : await this.#find(no);
    const unknown = () => refuseTracking('EXPERIMENT_UNKNOWN', { id: id.slice(0, 100) });
    if (!experiment) throw unknown();
    await this.#require(caller, experiment, wish, unknown);
    return experiment;
  }

  /**
   * The numbers of those experiments that somebody may see; ids of others are passed over like ids of none. They are read
   * at once: a client that searches everything names every experiment.
   * @throws Problem BATCH_TOO_LARGE
   */
  async seenAmong(caller: Caller, ids: readonly string[]): Promise<readonly number[]> {
    if (ids.length > TRACKING_LIMITS.searchedExperiments) {
      const most = TRACKING_LIMITS.searchedExperiments;
      throw refuseTracking('BATCH_TOO_LARGE', { most, what: 'experiments', count: ids.length });
    }
    const seen: number[] = [];
    for (const experiment of await this.#findAll(new Set(ids.flatMap((id) => experimentNoOf(id) ?? []))))
      if (await this.maySee(caller, experiment)) seen.push(experiment.no);
    return seen;
  }

  /** Whether somebody may see an experiment that was read otherwise. */
  async maySee(caller: Caller, experiment: Experiment): Promise<boolean> {
    return (await this.#decide(caller, experiment, 'see')).kind === 'allowed';
  }

  /** Those of some experiments with which somebody may do what they wish; numbers of none are passed over. */
  async allowedAmong(caller: Caller, nos: readonly number[], wish: ExperimentWish): Promise<readonly Experiment[]> {
    const allowed: Experiment[] = [];
    for (const experiment of await this.#findAll(new Set(nos)))
      if ((await this.#decide(caller, experiment, wish)).kind === 'allowed') allowed.push(experiment);
    return allowed;
  }

  /** @throws Problem RUN_UNKNOWN, EXPERIMENT_RIGHT_MISSING */
  async run(caller: Caller, id: string, wish: ExperimentWish): Promise<FoundInExperiment> {
    const found = await this.#findRun(id);
    const unknown = () => refuseTracking('RUN_UNKNOWN', { id: id.slice(0, 100) });
    return this.#within(caller, found, wish, unknown);
  }

  /** @throws Problem LOGGED_MODEL_UNKNOWN, EXPERIMENT_RIGHT_MISSING */
  async model(
    caller: Caller,
    id: string,
    wish: ExperimentWish,
    deleted: 'without-deleted' | 'with-deleted' = 'without-deleted',
  ): Promise<FoundInExperiment> {
    const unknown = () => refuseTracking('LOGGED_MODEL_UNKNOWN', { id: id.slice(0, 100) });
    return this.#within(caller, await findModelNo(this.#queryable, id, deleted), wish, unknown);
  }

  async #within(
    caller: Caller,
    found: { readonly no: number; readonly experimentNo: number } | null,
    wish: ExperimentWish,
    unknown: () => Error,
  ): Promise<FoundInExperiment> {
    const experiment = found ? await this.#find(found.experimentNo) : null;
    if (!found || !experiment) throw unknown();
    await this.#require(caller, experiment, wish, unknown);
    return { no: found.no, experiment };
  }

  async #require(caller: Caller, experiment: Experiment, wish: ExperimentWish, unknown: () => Error): Promise<void> {
    const answer = await this.#decide(caller, experiment, wish);
    if (answer.kind === 'hidden') throw unknown();
    if (answer.kind === 'refused') throw refuseTracking('EXPERIMENT_RIGHT_MISSING', { rule: answer.rule });
  }

  async #decide(caller: Caller, experiment: Experiment, wish: ExperimentWish): Promise<GuardAnswer> {
    const { link, createdBy } = experiment;
    if (!link) {
      return mayOnUnconnected(caller, createdBy, wish)
        ? { kind: 'allowed' }
        : { kind: 'refused', rule: UNCONNECTED_RULE };
    }
    const action = ACTION_OF[wish];
    return this.#remember(this.#answers, `${caller.accountId} ${action} ${link.slug}`, () =>
      this.#guard(caller, action, link.slug),
    );
  }

  async #find(no: number): Promise<Experiment | null> {
    return this.#remember(this.#experiments, no, () => findExperiment(this.#queryable, no));
  }

  async #findAll(nos: ReadonlySet<number>): Promise<readonly Experiment[]> {
    const [only] = nos;
    if (only === undefined) return [];
    if (nos.size > 1) return findExperiments(this.#queryable, [...nos]);
    const experiment = await this.#find(only);
    return experiment ? [experiment] : [];
  }

  async #findRun(id: string): Promise<NumberedRun | null> {
    const nowMs = this.#now().getTime();
    const known = this.#runs.get(id);
    if (known && known.untilMs > nowMs) return known.value;
    const found = await findRunNo(this.#queryable, id);
    if (!found || found.isDeleted) return found;
    if (this.#runs.size >= REMEMBERED) this.#runs.clear();
    this.#runs.set(id, { value: found, untilMs: nowMs + REMEMBER_RUN_MS });
    return found;
  }

  async #remember<Key, Value>(
    memory: Map<Key, Remembered<Value>>,
    key: Key,
    read: () => Promise<Value>,
  ): Promise<Value> {
    const nowMs = this.#now().getTime();
    const known = memory.get(key);
    if (known && known.untilMs > nowMs) return known.value;
    const generation = this.#generation;
    const value = await read();
    // What was read before something changed must not be remembered after it.
    if (generation !== this.#generation) return value;
    if (memory.size >= REMEMBERED) memory.clear();
    memory.set(key, { value, untilMs: nowMs + REMEMBER_MS });
    return value;
  }
}

interface Remembered<Value> {
  readonly value: Value;
  readonly untilMs: number;
}
