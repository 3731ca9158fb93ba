import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { Threads } from '../../platform/threads/threads.ts';
import type { Subject } from '../conversation/index.ts';
import type { ColumnEntry } from '../datasets/index.ts';
import type { LockedFraming } from '../framing/index.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Role } from '../people/index.ts';
import type { SourceRows, TableWish, TrainingRequest, TrainingResult } from '../training/index.ts';
import { EXPLAIN, type ExplainQuestion, type Told } from './explain-door.ts';
import { EXPLANATION_LIMITS } from './explanation-limits.ts';
import { refuseExplanation } from './explanations.errors.ts';
import type { ReadRows } from './keep-last-rows.ts';
import type { Learned } from './known-model.ts';

/** What explanations are wired with. */
export interface ExplanationPorts {
  readonly database: Database;
  readonly now: () => Date;
  /** Threads for what somebody waits for, so that a long training holds up no answer. */
  readonly threads: Pick<Threads, 'run'>;
  /** The model of a training. @throws Problem TRAINING_UNKNOWN, TRAINING_NOT_DONE */
  readonly learnedModel: (initiative: StoredInitiative, trainingId: string) => Promise<Learned>;
  /** The rows that it learned from, with columns beside them; null when they cannot be read any more. */
  readonly learnedRows: (
    initiative: StoredInitiative,
    request: TrainingRequest,
    beside: { readonly beside: readonly string[]; readonly signal?: AbortSignal },
  ) => Promise<{ readonly source: SourceRows; readonly wish: TableWish } | null>;
  /** Rows that were read a moment ago need not be read again. */
  readonly keptRows: ReadRows;
  /** What the columns of a data set mean. */
  readonly dictionaryOf: (datasetId: string) => Promise<readonly ColumnEntry[]>;
  /** The framing in force; null before one is signed. */
  readonly lockedFraming: (initiative: StoredInitiative) => Promise<LockedFraming | null>;
  readonly rolesOf: (queryable: Queryable, initiativeNo: number, accountId: string) => Promise<readonly Role[]>;
  /** Says that something looks wrong, so that the builders owe an answer; gives the id of the conversation. */
  readonly flag: (
    tx: Transaction,
    actor: Actor,
    initiative: StoredInitiative,
    doubt: { readonly subject: Subject; readonly text: string | undefined },
  ) => Promise<string>;
  /** Tells pages, after the commit, that something of an initiative changed. */
  readonly onChanged: (initiativeId: string) => void;
}

/** The columns that name rows: they find one, and a model never learned from them. */
export function nameColumnsOf({ unused }: Pick<TrainingResult, 'unused'>): readonly string[] {
  return unused.flatMap(({ column, reason }) => (reason === 'names' ? [column] : []));
}

/**
 * Has a question about a model answered from the rows that it learned from, beside the event loop.
 * @throws Problem EXPLANATION_TABLE_GONE, EXPLANATION_GIVEN_UP
 */
export async function ask(
  ports: ExplanationPorts,
  initiative: StoredInitiative,
  { training, result, kept }: Learned,
  question: ExplainQuestion,
): Promise<Told> {
  const signal = AbortSignal.timeout(EXPLANATION_LIMITS.answerMs);
  const rows = await ports.keptRows(training.id, () =>
    ports.learnedRows(initiative, training.request, { beside: nameColumnsOf(result), signal }),
  );
  if (rows === null) throw refuseExplanation('EXPLANATION_TABLE_GONE');
  const { document, foreseen } = kept;
  const { source, wish } = rows;
  const end = await ports.threads.run(EXPLAIN, { document, source, wish, foreseen, question }, { signal });
  if (end.kind === 'done') return end.output;
  if (end.kind === 'crashed') throw new Error(`The explaining crashed: ${end.told}`);
  throw refuseExplanation('EXPLANATION_GIVEN_UP');
}
