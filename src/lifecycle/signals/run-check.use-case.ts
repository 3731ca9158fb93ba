import type { NoTraining } from '../../learning/index.ts';
import { Problem } from '../../platform/contract/index.ts';
import { SIGNAL_LIMITS } from './check-choice.ts';
import { CHECK_PROGRAM } from './check-program.ts';
import type { CheckResult } from './check-result.ts';
import type { StoredCheck } from './signal-check.ts';
import { recordCheck, type SignalPorts } from './signal-ports.use-case.ts';
import { buildQuestion } from './signal-table.ts';
import { verdictOf, verdictSentence } from './signal-words.ts';
import { findCheckById, finishCheck, writePhase } from './signals.store.ts';

/** The choice of rows and every draw of a check come from this number, so that the same table gives the same answer. */
const SEED = 1;

/** Why nothing can be learned, for whoever asked. */
const NO_TRAINING: Readonly<Record<NoTraining, string>> = {
  too_few_rows: 'There are too few rows in which the outcome is known: at least 30 are needed. Bring more history.',
  no_columns: 'No column is left to predict from. Keep at least one that is known at the moment of prediction.',
  one_value:
    'The column to predict has the same value in every row, so there is nothing to tell apart. Bring rows of both kinds.',
  too_few_of_a_class:
    'The outcome is too rare in these rows: at least 10 of each kind are needed. Bring more history, or choose another outcome.',
  too_many_classes:
    'The column to predict has more than 50 different values. Choose the one that counts as the outcome.',
  too_few_folds: 'The rows cannot be divided so that each part has both kinds. Bring more rows.',
};

const OUT_OF_MEMORY =
  'The table needs more memory than a check may use. Mark columns that are not needed as known later, and try again.';

const OUR_FAULT =
  'Something went wrong on our side and nothing was kept. Start the check again, and if it happens again ask whoever runs this installation: the log has the cause.';

/** A check that was stopped, or whose process stops: not a sentence, so it is no text. */
const CANCELLED = Symbol('cancelled');

/** Does a check that was asked for. Called again after a crash it begins anew. */
export async function runCheck(
  ports: SignalPorts,
  run: { readonly checkId: string; readonly signal: AbortSignal },
): Promise<void> {
  const check = await findCheckById(ports.database, run.checkId);
  if (check?.state !== 'running') return;
  const outcome = await lookAt(ports, check, run.signal);
  if (outcome === CANCELLED) {
    // The process stops: the check is taken up again; or somebody stopped it, and it has ended already.
    run.signal.throwIfAborted();
    return;
  }
  if (typeof outcome === 'string') await failCheck(ports, check.id, outcome);
  else await keepResult(ports, check, outcome);
}

/** Writes down that a check cannot be done, in a sentence for whoever asked. */
export async function failCheck(ports: SignalPorts, id: string, sentence: string = OUR_FAULT): Promise<void> {
  const check = await findCheckById(ports.database, id);
  if (!check) return;
  await ports.database.transaction(async (tx) => {
    if (!(await finishCheck(tx, id, { state: 'failed', failure: sentence }, ports.now()))) return;
    await recordCheck(tx, ports, check.startedBy, check, {
      kind: 'signal.check-failed',
      sentence: `could not check whether "${check.choice.target}" can be predicted: ${sentence}`,
    });
  });
}

/** The result, why there is none in a sentence, or that it was stopped. */
async function lookAt(
  ports: SignalPorts,
  check: StoredCheck,
  signal: AbortSignal,
): Promise<CheckResult | typeof CANCELLED | string> {
  const read = await readTable(ports, check, signal);
  if (typeof read === 'string') return read;
  const built = buildQuestion(read, check.choice);
  if (built.kind === 'refused') return built.sentence;
  const end = await ports.threads.run(
    CHECK_PROGRAM,
    { question: built.question, seed: SEED },
    {
      signal,
      onProgress: (phase) => {
        void writePhase(ports.database, check.id, phase)
          .then(() => ports.onChanged(check.initiativeId))
          .catch((error: unknown) => ports.log.warn({ err: error, checkId: check.id }, 'progress was not written'));
      },
    },
  );
  if (end.kind === 'cancelled') return CANCELLED;
  if (end.kind === 'out-of-memory') return OUT_OF_MEMORY;
  if (end.kind === 'crashed') throw new Error(`The check crashed: ${end.told}`);
  if (end.output.kind === 'stopped') return CANCELLED;
  if (end.output.kind === 'unavailable') return NO_TRAINING[end.output.reason];
  return { found: end.output, table: built.table };
}

async function readTable(ports: SignalPorts, check: StoredCheck, signal: AbortSignal) {
  const initiative = await ports.initiativeOf(check.initiativeId);
  if (!initiative) return 'The initiative is no longer there.';
  const { choice } = check;
  const later = new Set(choice.knownLater);
  try {
    const outline = await ports.readColumns(initiative, check.datasetId, {
      version: check.version,
      columns: [choice.target],
      maxRows: 1,
      seed: SEED,
      signal,
    });
    const kept = outline.version.table?.columns ?? [];
    const wanted = kept.map(({ name }) => name).filter((name) => !later.has(name));
    const read = await ports.readColumns(initiative, check.datasetId, {
      version: check.version,
      columns: wanted,
      maxRows: Math.min(SIGNAL_LIMITS.rows, Math.floor(SIGNAL_LIMITS.values / wanted.length)),
      seed: SEED,
      signal,
    });
    return {
      ...read,
      types: new Map(kept.map(({ name, type }) => [name, type])),
    };
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

async function keepResult(ports: SignalPorts, check: StoredCheck, result: CheckResult): Promise<void> {
  await ports.database.transaction(async (tx) => {
    if (!(await finishCheck(tx, check.id, { state: 'done', result }, ports.now()))) return;
    await recordCheck(tx, ports, check.startedBy, check, {
      kind: 'signal.check-done',
      sentence: `has the answer whether "${check.choice.target}" can be predicted: ${verdictSentence({ ...check, result })}`,
      detail: { verdict: verdictOf(result.found), suspects: result.found.suspects.map(({ name }) => name) },
    });
  });
}
