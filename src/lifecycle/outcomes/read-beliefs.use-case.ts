import {
  type AssumptionAnswer,
  type AssumptionRegister,
  believedRange,
  type NamedAssumption,
} from '../framing/index.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { type BeliefFinding, compareBelief } from './compare-beliefs.ts';
import { type AnswerPorts, readAnswer } from './read-answer.use-case.ts';

/** What reading the beliefs needs beside an answer. */
export interface BeliefPorts extends AnswerPorts {
  /** What was believed in a version of the framing; `null` when it is not known. */
  readonly assumptions: (initiative: StoredInitiative, framingVersion: number) => Promise<AssumptionRegister | null>;
}

/** A belief, what the records say about it, and what a person said. */
export interface ReadBelief extends BeliefFinding, Pick<NamedAssumption, 'id' | 'statement' | 'kind' | 'believedBy'> {
  readonly reason: string;
  readonly check: string;
  /** The believed range in words; `null` without a number. */
  readonly believed: string | null;
  readonly answer: AssumptionAnswer | null;
}

/** The beliefs of the framing under which it was measured. */
export interface BeliefsReading {
  /** The framing version that holds them; `null` before anything is signed. */
  readonly framingVersion: number | null;
  readonly beliefs: readonly ReadBelief[];
}

/**
 * What was believed when the framing of the present phase was signed, beside what the ledger says now.
 * @throws Problem OUTCOME_BUSY
 */
export async function readBeliefs(ports: BeliefPorts, initiative: StoredInitiative): Promise<BeliefsReading> {
  const phases = await ports.phases.list(initiative.id);
  const version = phases.at(-1)?.framingVersion;
  if (version === undefined) return { framingVersion: null, beliefs: [] };
  const register = await ports.assumptions(initiative, version);
  if (register === null || register.assumptions.length === 0) return { framingVersion: version, beliefs: [] };
  const report = await readAnswer(ports, initiative, null);
  return {
    framingVersion: version,
    beliefs: register.assumptions.map((assumption) => ({
      id: assumption.id,
      statement: assumption.statement,
      kind: assumption.kind,
      believedBy: assumption.believedBy,
      reason: assumption.reason,
      check: assumption.check,
      believed: believedRange(assumption, register.numbers) ?? null,
      ...compareBelief(assumption, report, register.numbers),
      answer: register.answers.find(({ assumptionId }) => assumptionId === assumption.id) ?? null,
    })),
  };
}
