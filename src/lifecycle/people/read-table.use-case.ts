import type { Queryable } from '../../platform/database/queryable.ts';
import { type ClosedStep, lineOf, type StepState, type StoredInitiative } from '../initiatives/index.ts';
import { readSilentAfterDays, sittersOf, underWaySince } from './people.store.ts';
import type { EvidenceKind, Playbook } from './playbook.ts';
import { type GateGap, gateGaps, type Seat, seatsOfStep } from './seats.ts';

/** What reading the table needs. */
export interface TablePorts {
  readonly playbookOf: (initiative: StoredInitiative) => Playbook;
  readonly closedSteps: (queryable: Queryable, initiative: StoredInitiative) => Promise<readonly ClosedStep[]>;
  /** Which automatic evidence exists; later rooms of the line fill it. */
  readonly evidenceOf: (queryable: Queryable, initiative: StoredInitiative) => Promise<ReadonlySet<EvidenceKind>>;
  readonly now: () => Date;
}

/** One step of the table: its state, its seats and what keeps it from closing. */
export interface TableStep {
  readonly state: StepState;
  readonly seats: readonly Seat[];
  readonly gaps: readonly GateGap[];
}

/** The whole table of an initiative, in the order of the line. */
export async function readTable(
  ports: TablePorts,
  queryable: Queryable,
  initiative: StoredInitiative,
): Promise<readonly TableStep[]> {
  const closed = await ports.closedSteps(queryable, initiative);
  const sitters = await sittersOf(queryable, initiative);
  const evidence = await ports.evidenceOf(queryable, initiative);
  const silentAfterDays = await readSilentAfterDays(queryable);
  const line = lineOf(closed);
  const current = line.find(({ state }) => state === 'now')?.step;
  const since = current === undefined ? null : await underWaySince(queryable, initiative, current);
  const now = ports.now();
  const plans = new Map(ports.playbookOf(initiative).steps.map((plan) => [plan.step, plan]));
  return line.map((state) => {
    const plan = plans.get(state.step) ?? { step: state.step, seats: {}, evidence: [] };
    const seats = seatsOfStep(
      plan,
      sitters.filter((sitter) => sitter.step === state.step),
      {
        state: state.state,
        closedAt: state.closedAt,
        since: state.step === current ? (since?.toISOString() ?? null) : null,
        now,
        silentAfterDays,
      },
    );
    return { state, seats, gaps: state.state === 'done' ? [] : gateGaps(plan, seats, evidence) };
  });
}
