import { newId } from '../../platform/database/new-id.ts';
import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { formatPlural } from '../../words/index.ts';
import { CONVERSATION_LIMITS } from '../conversation/index.ts';
import { KNOWN_AT_TABLE } from '../datasets/index.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { trainingName } from '../training/index.ts';
import { knowModel } from './explain-model.use-case.ts';
import { type Judgement, type JudgementVerdict, pointsToSign } from './explanation.ts';
import { EXPLANATION_LIMITS } from './explanation-limits.ts';
import type { ExplanationPorts } from './explanation-ports.use-case.ts';
import { pointWords, predictionWords } from './explanation-words.ts';
import { refuseExplanation } from './explanations.errors.ts';
import { insertJudgement, listJudgements } from './explanations.store.ts';
import type { Learned } from './known-model.ts';
import type { KnownColumn } from './levers-of-columns.ts';
import { isWithheld } from './unfit-cell.ts';
import { whyPath } from './why-path.ts';

/** What an expert says about points of one curve. */
export interface SignedCurve {
  /** Digest of the model that was looked at. */
  readonly modelDigest: string;
  readonly column: string;
  readonly points: readonly {
    readonly value: number | string;
    readonly verdict: JudgementVerdict;
    readonly remark: string | null;
  }[];
}

/**
 * Signs points of a curve of one very model. What is wrong opens a conversation that the builders owe an answer.
 * @throws Problem EXPLANATION_OTHER_MODEL, EXPLANATION_COLUMN_UNKNOWN, EXPLANATION_POINT_UNKNOWN,
 * EXPLANATION_TOO_MUCH_SAID, and as `knowModel`
 */
export async function signCurve(
  ports: ExplanationPorts,
  actor: Actor,
  initiative: StoredInitiative,
  trainingId: string,
  signed: SignedCurve,
): Promise<void> {
  const { learned, columns } = await knowModel(ports, initiative, trainingId);
  if (learned.training.modelDigest !== signed.modelDigest) throw refuseExplanation('EXPLANATION_OTHER_MODEL');
  const { column, modelDigest } = signed;
  const known = columns.find(({ facts }) => facts.name === column);
  if (known === undefined) throw refuseExplanation('EXPLANATION_COLUMN_UNKNOWN', { column: column.slice(0, 100) });
  const said = saidPoints(known, learned, signed.points);
  const by = { accountId: actor.accountId, name: actor.name };
  await ports.database.transaction(async (tx) => {
    const before = await listJudgements(tx, trainingId, modelDigest);
    const limit = EXPLANATION_LIMITS.judgements;
    if (before.length + said.length > limit) throw refuseExplanation('EXPLANATION_TOO_MUCH_SAID', { limit });
    const threadId = await doubt(tx, ports, actor, initiative, { trainingId, column, said });
    for (const { told, ...point } of said) {
      await insertJudgement(
        tx,
        { initiativeNo: initiative.no, trainingId, digest: modelDigest },
        { id: newId(), column, ...point, by, at: ports.now(), threadId: point.verdict === 'wrong' ? threadId : null },
      );
    }
    await recordSigned(tx, ports, actor, initiative, { learned, column, said });
  });
}

/** A point with what was said about it and the words in which it stood there. */
interface SaidPoint extends Pick<Judgement, 'value' | 'mean' | 'verdict' | 'remark'> {
  readonly told: string;
}

function saidPoints(known: KnownColumn, { result }: Learned, points: SignedCurve['points']): readonly SaidPoint[] {
  const places = new Map(pointsToSign(known.course).map((point) => [point.value, point]));
  // A conversation is read by people without a seat as well.
  const isHidden = isWithheld(known);
  return points.map((point) => {
    const place = places.get(point.value);
    if (place === undefined) throw refuseExplanation('EXPLANATION_POINT_UNKNOWN', { column: known.facts.name });
    const value = isHidden && place.value !== '' ? KNOWN_AT_TABLE : place.value;
    const told = `${pointWords(known.facts, value)}: ${predictionWords(result.target, place.mean)}`;
    return { ...point, mean: place.mean, told };
  });
}

interface SaidOfCurve {
  readonly column: string;
  readonly said: readonly SaidPoint[];
}

/** Opens the conversation about what is wrong; null where nothing is. */
async function doubt(
  tx: Transaction,
  ports: ExplanationPorts,
  actor: Actor,
  initiative: StoredInitiative,
  { trainingId, column, said }: SaidOfCurve & { readonly trainingId: string },
): Promise<string | null> {
  const wrong = said.filter(({ verdict }) => verdict === 'wrong');
  if (wrong.length === 0) return null;
  const shown = wrong.map(({ told }) => told).join('; ');
  const subject = {
    type: 'curve',
    id: trainingId,
    part: column.slice(0, 80),
    label: `How predictions run along ${column}`.slice(0, 160),
    shown: shown.slice(0, 240),
    step: 'build',
    path: whyPath(initiative.slug, trainingId),
  };
  return ports.flag(tx, actor, initiative, { subject, text: doubtText(wrong) });
}

async function recordSigned(
  tx: Transaction,
  ports: ExplanationPorts,
  actor: Actor,
  initiative: StoredInitiative,
  { learned: { training }, column, said }: SaidOfCurve & { readonly learned: Learned },
): Promise<void> {
  const wrong = said.filter(({ verdict }) => verdict === 'wrong').length;
  const roles = await ports.rolesOf(tx, initiative.no, actor.accountId);
  await appendEvent(
    tx,
    {
      kind: 'explanation.signed',
      sentence: `signed ${formatPlural(said.length, 'point', 'points')} of the curve of "${column}" in ${trainingName(training)}: ${said.length - wrong} as they know it, ${wrong} wrong`,
      actorId: actor.accountId,
      actorName: actor.name,
      actingAs: roles.join(','),
      subjectId: initiative.id,
      section: 'build',
      objectType: 'training',
      objectId: training.id,
      detail: {
        column,
        digest: training.modelDigest,
        wrong,
        points: said.map(({ value, verdict, remark }) => ({ value, verdict, remark })),
      },
    },
    ports.now(),
  );
  tx.afterCommit(() => ports.onChanged(initiative.id));
}

/** The words of a doubt: each point that is wrong, with the remark. */
function doubtText(wrong: readonly SaidPoint[]): string {
  const lines = wrong.map(({ told, remark }) => `That is wrong at ${told}.${remark === null ? '' : ` ${remark}`}`);
  return lines.join('\n').slice(0, CONVERSATION_LIMITS.textLength);
}
