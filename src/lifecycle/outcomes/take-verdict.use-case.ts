import { newId } from '../../platform/database/new-id.ts';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { JsonValue } from '../../platform/events/event.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { digestOf } from '../../platform/events/hash-chain.ts';
import { dayInWords } from '../../words/index.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Role } from '../people/index.ts';
import { refuseEarly } from './early-verdict.ts';
import { DAY_MS } from './maturity.ts';
import { measurePhase } from './measure-phase.use-case.ts';
import { refuseOutcome } from './outcomes.errors.ts';
import { insertVerdict, type StoredVerdict } from './outcomes.store.ts';
import { type AnswerPorts, contextOf, presentPhase } from './read-answer.use-case.ts';
import type { OutcomeReport } from './report.schema.ts';
import { assembleReport } from './report.ts';

/** What the rooms after this one are told when a verdict is taken. */
export interface VerdictNotice {
  readonly number: number;
  readonly state: OutcomeReport['verdict']['state'];
  readonly headline: string;
  readonly roles: readonly Role[];
  readonly ask: string;
  readonly returnTo: OutcomeReport['verdict']['returnTo'];
  /** ISO day by which the roles are to answer. */
  readonly answerBy: string | null;
}

/** What taking a verdict needs. */
export interface VerdictPorts extends AnswerPorts {
  readonly now: () => Date;
  /** Fixes the date as of which the ledger is read; nothing is recorded at or before it afterwards. */
  readonly fixAsOf: (
    initiativeNo: number,
  ) => Promise<{ readonly kind: 'fixed'; readonly asOf: Date } | { readonly kind: 'busy' }>;
  readonly rolesOf: (queryable: Queryable, initiativeNo: number, accountId: string) => Promise<readonly Role[]>;
  /** Opens the return ticket, in the transaction that takes the verdict. */
  readonly onVerdict: (
    tx: Transaction,
    initiative: StoredInitiative,
    verdict: VerdictNotice,
    at: Date,
  ) => Promise<void>;
}

/** Days that the addressed roles have for their answer. */
const DAYS_TO_ANSWER = 14;

/**
 * Takes the verdict of the present phase: fixes the moment, measures, and stores the report for good together with its
 * event and the return ticket. Before the registered date only some states may be taken (`refuseEarly`).
 * @throws Problem OUTCOME_NO_PHASE, VERDICT_LEDGER_BUSY, VERDICT_TOO_EARLY, OUTCOME_BUSY
 */
export async function takeVerdict(
  ports: VerdictPorts,
  actor: Actor,
  initiative: StoredInitiative,
  note: string | null,
): Promise<StoredVerdict> {
  const phase = await presentPhase(ports, initiative);
  const fixed = await ports.fixAsOf(initiative.no);
  if (fixed.kind === 'busy') throw refuseOutcome('VERDICT_LEDGER_BUSY');
  const { asOf } = fixed;
  const result = await ports.desk.run(() => measurePhase(ports, initiative.no, phase, asOf));
  const answerBy = new Date(asOf.getTime() + DAYS_TO_ANSWER * DAY_MS).toISOString().slice(0, 10);
  const context = await contextOf(ports, initiative, phase, result, answerBy);
  const report = assembleReport(phase, result.measured, result.facts, context);
  const tooEarly = refuseEarly(report.verdict.state, result.measured, phase.content);
  if (tooEarly !== null) {
    const readOutOn = dayInWords(phase.content.successCriterion.readOutOn);
    throw refuseOutcome('VERDICT_TOO_EARLY', { readOutOn, reason: tooEarly });
  }
  return ports.database.transaction(async (tx) => {
    const at = ports.now();
    const stored = await insertVerdict(tx, initiative.no, {
      id: newId(),
      iteration: phase.iteration,
      phaseNumber: phase.number,
      phaseHash: phase.contentHash,
      asOf,
      inputsHash: result.facts.inputsHash,
      report,
      context,
      takenAt: at,
      takenBy: actor.accountId,
      takenByName: actor.name,
      note,
    });
    const roles = await ports.rolesOf(tx, initiative.no, actor.accountId);
    await recordTaking(tx, actor, roles, initiative, stored, at);
    await ports.onVerdict(tx, initiative, noticeOf(stored, answerBy), at);
    return stored;
  });
}

function noticeOf({ entry, report }: StoredVerdict, answerBy: string): VerdictNotice {
  const { state, roles, ask, returnTo } = report.verdict;
  return { number: entry.number, state, headline: entry.headline, roles, ask, returnTo, answerBy };
}

async function recordTaking(
  tx: Transaction,
  actor: Actor,
  roles: readonly Role[],
  initiative: StoredInitiative,
  { entry, report }: StoredVerdict,
  at: Date,
): Promise<void> {
  await appendEvent(
    tx,
    {
      kind: 'verdict.taken',
      sentence: `took verdict ${entry.number}: "${entry.headline}"`,
      actorId: actor.accountId,
      actorName: actor.name,
      ...(roles.length > 0 ? { actingAs: roles.join(',') } : {}),
      subjectId: initiative.id,
      section: 'learn',
      objectType: 'verdict',
      objectId: entry.id,
      ...(entry.note === null ? {} : { reason: entry.note }),
      detail: {
        number: entry.number,
        state: entry.state,
        look: entry.look,
        grade: entry.grade,
        asOf: entry.asOf,
        phaseNumber: entry.phaseNumber,
        phaseHash: entry.phaseHash,
        inputsHash: entry.inputsHash,
        reportHash: digestOf(asJson(report)),
      },
    },
    at,
  );
}

/** A report as it travels: absent properties left out, so that its digest is that of what is stored. */
function asJson(report: OutcomeReport): JsonValue {
  return JSON.parse(JSON.stringify(report));
}
