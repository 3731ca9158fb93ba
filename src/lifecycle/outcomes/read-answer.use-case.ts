import type { Database, Queryable } from '../../platform/database/database.ts';
import type { PhaseReader, StoredPhase } from '../actions/index.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { Role } from '../people/index.ts';
import type { AnswerContext } from './assemble-answer.ts';
import type { Desk } from './desk.ts';
import { type LedgerReader, type MeasuredPhase, measurePhase } from './measure-phase.use-case.ts';
import { refuseOutcome } from './outcomes.errors.ts';
import type { OutcomeReport } from './report.schema.ts';
import { assembleReport } from './report.ts';

/** Who signed the framing of a phase, and when the last signature locked it. */
export interface SignedFraming {
  readonly lockedAt: string;
  readonly signOffs: readonly { readonly name: string; readonly role: Role }[];
}

/** What reading an answer needs. */
export interface AnswerPorts {
  readonly database: Database;
  readonly phases: PhaseReader;
  readonly ledger: LedgerReader & {
    /** Number of the newest batch of records, and the present moment by the database's clock. */
    state(queryable: Queryable, initiativeNo: number): Promise<{ readonly lastBatchNo: number; readonly now: Date }>;
  };
  /** Who signed the framing version of a phase; `null` when it is not known. */
  readonly signedFraming: (initiative: StoredInitiative, framingVersion: number) => Promise<SignedFraming | null>;
  /** Names of the people on the seats of an initiative, by role. */
  readonly peopleByRole: (initiative: StoredInitiative) => Promise<Readonly<Partial<Record<Role, string>>>>;
  readonly desk: Desk<MeasuredPhase>;
}

/**
 * What the ledger says now, or as of a moment. Nothing is stored. Without new records the answer of a day is measured
 * once; with a moment in the future it is the present one.
 * @throws Problem OUTCOME_NO_PHASE, OUTCOME_BUSY
 */
export async function readAnswer(
  ports: AnswerPorts,
  initiative: StoredInitiative,
  asked: Date | null,
): Promise<OutcomeReport> {
  const { lastBatchNo, now } = await ports.ledger.state(ports.database, initiative.no);
  const isPast = asked !== null && asked < now;
  const asOf = isPast ? asked : now;
  const phase = isPast ? await phaseAt(ports, initiative, asOf) : await presentPhase(ports, initiative);
  const moment = isPast ? asOf.toISOString() : asOf.toISOString().slice(0, 10);
  const key = `${initiative.no}/${phase.no}/${lastBatchNo}/${moment}`;
  const result = await ports.desk.ask(key, () => measurePhase(ports, initiative.no, phase, asOf));
  return assembleReport(phase, result.measured, result.facts, await contextOf(ports, initiative, phase, result, null));
}

/** The open phase, or else the last one. @throws Problem OUTCOME_NO_PHASE */
export async function presentPhase(
  ports: Pick<AnswerPorts, 'phases'>,
  initiative: StoredInitiative,
): Promise<StoredPhase> {
  const phase = (await ports.phases.open(initiative.id)) ?? (await ports.phases.list(initiative.id)).at(-1);
  if (!phase) throw refuseOutcome('OUTCOME_NO_PHASE');
  return phase;
}

/** Who decided what when, and who must answer until when: what the sentences need beside the measurement. */
export async function contextOf(
  ports: Pick<AnswerPorts, 'signedFraming' | 'peopleByRole'>,
  initiative: StoredInitiative,
  phase: StoredPhase,
  { facts }: MeasuredPhase,
  answerBy: string | null,
): Promise<AnswerContext> {
  const signed = await ports.signedFraming(initiative, phase.framingVersion);
  return {
    people: await ports.peopleByRole(initiative),
    answerBy,
    decided: signed && {
      on: signed.lockedAt.slice(0, 10),
      by: signed.signOffs.map(({ name, role }) => ({ name, role })),
      isBeforeData: facts.firstOutcomeAt === null || new Date(signed.lockedAt) <= facts.firstOutcomeAt,
    },
  };
}

async function phaseAt(
  ports: Pick<AnswerPorts, 'phases'>,
  initiative: StoredInitiative,
  at: Date,
): Promise<StoredPhase> {
  const phases = await ports.phases.list(initiative.id);
  const phase = phases.filter(({ openedAt }) => new Date(openedAt) <= at).at(-1);
  if (!phase) throw refuseOutcome('OUTCOME_NO_PHASE');
  return phase;
}
