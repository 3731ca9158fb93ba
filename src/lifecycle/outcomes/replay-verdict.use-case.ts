import type { StoredInitiative } from '../initiatives/index.ts';
import { differencesOf } from './compare-reports.ts';
import { measurePhase } from './measure-phase.use-case.ts';
import { refuseOutcome } from './outcomes.errors.ts';
import { findVerdict, type StoredVerdict } from './outcomes.store.ts';
import type { AnswerPorts } from './read-answer.use-case.ts';
import type { OutcomeReport } from './report.schema.ts';
import { assembleReport } from './report.ts';

/** A verdict measured again. */
export interface Replay {
  readonly stored: StoredVerdict;
  readonly report: OutcomeReport;
  readonly inputsHash: string;
  /** Where the two reports differ; empty when they do not. */
  readonly differences: readonly string[];
}

/**
 * Measures a verdict again from the records as they were known when it was taken. Records that came or were corrected
 * later do not count, so the report must come out the same; names and dates are those of then.
 * @throws Problem VERDICT_UNKNOWN, OUTCOME_NO_PHASE, OUTCOME_BUSY
 */
export async function replayVerdict(ports: AnswerPorts, initiative: StoredInitiative, number: number): Promise<Replay> {
  const stored = await requireVerdict(ports, initiative, number);
  const phases = await ports.phases.list(initiative.id);
  const phase = phases.find((each) => each.number === stored.entry.phaseNumber);
  if (!phase) throw refuseOutcome('OUTCOME_NO_PHASE');
  const asOf = new Date(stored.entry.asOf);
  const { measured, facts } = await ports.desk.run(() => measurePhase(ports, initiative.no, phase, asOf));
  const report = assembleReport(phase, measured, facts, stored.context);
  return { stored, report, inputsHash: facts.inputsHash, differences: differencesOf(stored.report, report) };
}

/** A verdict of an initiative. @throws Problem VERDICT_UNKNOWN */
export async function requireVerdict(
  ports: Pick<AnswerPorts, 'database'>,
  initiative: StoredInitiative,
  number: number,
): Promise<StoredVerdict> {
  const found = await findVerdict(ports.database, initiative.no, number);
  if (!found) throw refuseOutcome('VERDICT_UNKNOWN', { number });
  return found;
}
