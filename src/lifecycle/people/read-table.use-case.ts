import type { Queryable } from '../../platform/database/queryable.ts';
import { type ClosedStep, lineOf, type StepState, type StoredInitiative } from '../initiatives/index.ts';
import { refusePeople } from './people.errors.ts';
import { readSilentAfterDays, sittersOf, underWaySince } from './people.store.ts';
import {
  type EvidenceKind,
  type PlannedStep,
  type Playbook,
  plannedStep,
  RISK_TIER_UNTIL_SIGNED,
  type RiskTier,
} from './playbook.ts';
import { type GateGap, gateGaps, type Seat, seatsOfStep } from './seats.ts';
import { approvalsOf, type StepApproval } from './step-approvals.store.ts';

/** What reading the table needs. */
export interface TablePorts {
  readonly playbookOf: (queryable: Queryable, initiative: StoredInitiative) => Promise<Playbook>;
  readonly closedSteps: (queryable: Queryable, initiative: StoredInitiative) => Promise<readonly ClosedStep[]>;
  /** Which automatic evidence exists; later rooms of the line fill it. */
  readonly evidenceOf: (queryable: Queryable, initiative: StoredInitiative) => Promise<ReadonlySet<EvidenceKind>>;
  /** How high the signed framing says that the risk is; `null` before one is signed. */
  readonly riskTierOf: (queryable: Queryable, initiative: StoredInitiative) => Promise<RiskTier | null>;
  readonly now: () => Date;
}

/** One step of the table: its state, its seats, who approved it and what keeps it from closing. */
export interface TableStep {
  readonly state: StepState;
  /** The step as the playbook plans it; a part that is not needed has nobody and waits for nothing. */
  readonly plan: PlannedStep;
  readonly seats: readonly Seat[];
  readonly approvals: readonly StepApproval[];
  readonly gaps: readonly GateGap[];
}

/** The tier of risk whose gates count, and whether a signed framing states it. */
export async function tierOf(
  ports: Pick<TablePorts, 'riskTierOf'>,
  queryable: Queryable,
  initiative: StoredInitiative,
): Promise<{ readonly tier: RiskTier; readonly isStated: boolean }> {
  const stated = await ports.riskTierOf(queryable, initiative);
  return { tier: stated ?? RISK_TIER_UNTIL_SIGNED, isStated: stated !== null };
}

/** The whole table of an initiative, in the order of the line. */
export async function readTable(
  ports: TablePorts,
  queryable: Queryable,
  initiative: StoredInitiative,
): Promise<readonly TableStep[]> {
  const playbook = await ports.playbookOf(queryable, initiative);
  const { tier } = await tierOf(ports, queryable, initiative);
  const closed = await ports.closedSteps(queryable, initiative);
  const sitters = await sittersOf(queryable, initiative);
  const evidence = await ports.evidenceOf(queryable, initiative);
  const given = await approvalsOf(queryable, initiative);
  const silentAfterDays = await readSilentAfterDays(queryable);
  const line = lineOf(playbook.steps, closed);
  const current = line.find(({ state }) => state === 'now')?.step;
  const since = current === undefined ? null : await underWaySince(queryable, initiative, current);
  const now = ports.now();
  return line.map((state) => {
    const plan = plannedStep(playbook, state.step, tier) ?? {
      ...state,
      seats: {},
      heard: [],
      evidence: [],
      approvals: [],
    };
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
    const approvals = given.filter(({ step }) => step === state.step);
    const gaps =
      state.state === 'done'
        ? []
        : gateGaps(
            plan,
            seats,
            evidence,
            approvals.map(({ role }) => role),
          );
    return { state, plan, seats, approvals, gaps };
  });
}

/**
 * A step of the table that the playbook has.
 * @throws Problem STEP_UNKNOWN, STEP_NOT_NEEDED
 */
export function requireStep(table: readonly TableStep[], step: string): TableStep {
  const entry = table.find(({ state }) => state.step === step);
  if (!entry) throw refusePeople('STEP_UNKNOWN', { step });
  if (entry.state.state === 'not-needed') throw refusePeople('STEP_NOT_NEEDED', { step: entry.state.name });
  return entry;
}
