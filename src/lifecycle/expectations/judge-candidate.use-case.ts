import { Problem } from '../../platform/contract/index.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { SourceTable } from '../training/index.ts';
import { columnsOfClaim } from './expectation.ts';
import type { ExpectationPorts } from './expectation-ports.use-case.ts';
import { listCurrent } from './expectations.store.ts';
import { JUDGE, type JudgeAnswer } from './judge-door.ts';
import { type LoadedModel, loadModel, readRows } from './judge-order.use-case.ts';
import type { JudgedModel } from './judged-model.ts';
import { endJudged, findJudged, type JudgedEnd, keepResult, readResults } from './judged-models.store.ts';
import { tallyWords } from './judgement-words.ts';

/** A judging as a job is told to do it. */
export interface JudgingOrder {
  readonly judgedId: string;
  readonly jobId: string;
  readonly signal: AbortSignal;
}

const OUT_OF_MEMORY = 'Judging it needs more memory than may be taken. Bring a table with fewer columns.';
const DATA_GONE = 'The version of the table that it was to be judged on cannot be used any more.';
const MODEL_GONE = 'The model is not there any more.';

/** Judges a model by what is expected of it now; what is known of the same model and the same data is not measured again. */
export async function judgeCandidate(ports: ExpectationPorts, order: JudgingOrder): Promise<void> {
  const judged = await findJudged(ports.database, order.judgedId);
  if (judged?.state !== 'waiting' || judged.jobId !== order.jobId) return;
  const initiative = await ports.initiativeByNo(ports.database, judged.initiativeNo);
  if (!initiative) return;
  try {
    await judge(ports, initiative, judged, order.signal);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await failJudging(ports, judged, `${error.message} ${error.remedy}`);
  }
}

/** Writes down that a judging went wrong, and why. */
export async function failJudging(ports: ExpectationPorts, judged: JudgedModel, sentence: string): Promise<void> {
  const initiative = await ports.initiativeByNo(ports.database, judged.initiativeNo);
  if (initiative) await end(ports, initiative, judged, { ...NOTHING_KNOWN, state: 'failed', sentence });
}

const NOTHING_KNOWN = { modelDigest: null, dataDigest: null } as const;

async function judge(
  ports: ExpectationPorts,
  initiative: StoredInitiative,
  judged: JudgedModel,
  signal: AbortSignal,
): Promise<void> {
  const unfit = (sentence: string, modelDigest: string | null = null) =>
    end(ports, initiative, judged, { ...NOTHING_KNOWN, state: 'unfit', sentence, modelDigest });
  const table = await ports.source.find(initiative, judged.datasetId, judged.dataVersion);
  if (!table) return unfit(DATA_GONE);
  const loaded = await loadModel(ports, initiative.no, judged);
  if (loaded === null) return unfit(MODEL_GONE);
  if (loaded.kind === 'unfit') return unfit(loaded.sentence, loaded.digest);
  const answer = await measure(ports, initiative, judged, { table, loaded, signal });
  if (answer === 'cancelled') return signal.throwIfAborted();
  if (typeof answer === 'string') return unfit(answer, loaded.digest);
  const key = { modelDigest: loaded.digest, dataDigest: table.digest };
  // Some expectations may be about another outcome; a model that fits none of them is not judged at all.
  const isJudged = answer.judgements.length > 0 || answer.unfit === null;
  await end(
    ports,
    initiative,
    judged,
    { ...key, state: isJudged ? 'judged' : 'unfit', sentence: answer.unfit },
    answer.judgements,
  );
}

async function measure(
  ports: ExpectationPorts,
  initiative: StoredInitiative,
  judged: JudgedModel,
  {
    table,
    loaded,
    signal,
  }: { readonly table: SourceTable; readonly loaded: LoadedModel; readonly signal: AbortSignal },
): Promise<JudgeAnswer | string> {
  const current = await listCurrent(ports.database, initiative.no, judged.datasetId);
  const known = await readResults(ports.database, { modelDigest: loaded.digest, dataDigest: table.digest });
  const open = current.filter(({ id }) => !known.has(id));
  if (open.length === 0) return { judgements: [], unfit: null, groups: null };
  const columns = open.flatMap(({ content }) => [content.target, ...columnsOfClaim(content.claim)]);
  const rows = await readRows(ports, initiative, { table, loaded, columns, signal });
  const expectations = open.map(({ id, content }) => ({ id, content }));
  const ended = await ports.threads.run(JUDGE, { ...rows, expectations, groups: null }, { signal });
  if (ended.kind === 'done') return ended.output;
  if (ended.kind === 'cancelled') return 'cancelled';
  if (ended.kind === 'out-of-memory') return OUT_OF_MEMORY;
  throw new Error(`Judging crashed: ${ended.told}`);
}

async function end(
  ports: ExpectationPorts,
  initiative: StoredInitiative,
  judged: JudgedModel,
  ending: JudgedEnd,
  judgements: JudgeAnswer['judgements'] = [],
): Promise<void> {
  const at = ports.now();
  await ports.database.transaction(async (tx) => {
    if (!(await endJudged(tx, judged.id, ending, at))) return;
    const { modelDigest, dataDigest } = ending;
    if (modelDigest !== null && dataDigest !== null) {
      for (const { id, judgement } of judgements)
        await keepResult(tx, { modelDigest, dataDigest, expectationVersionId: id }, judgement, at);
    }
    if (judgements.length > 0) {
      const verdicts = judgements.map(({ judgement }) => judgement.verdict);
      await appendEvent(
        tx,
        {
          kind: 'expectations.judged',
          sentence: `judged ${judged.name} by what is expected of it: ${tallyWords(verdicts)}`,
          actorId: null,
          actorName: 'Throughline',
          subjectId: initiative.id,
          section: 'build',
          objectType: 'judged-model',
          objectId: judged.id,
          detail: { modelDigest: modelDigest ?? '', dataDigest: dataDigest ?? '', dataVersion: judged.dataVersion },
        },
        at,
      );
    }
    tx.afterCommit(() => ports.onChanged(initiative.id));
  });
}
