import type { Transaction } from '../../platform/database/database.ts';
import { type Arm, drawArm, type Phase, planOf } from '../actions/index.ts';
import type { Actor } from '../initiatives/index.ts';
import { readArms, type UnitArm } from './assignments.store.ts';
import { checkRow } from './check-row.ts';
import { refuseLedger } from './ledger.errors.ts';
import { openBatch, storeRows } from './ledger.store.ts';
import type { AssignmentRow } from './ledger.ts';
import { inLedger, type LedgerInitiative, type LedgerPorts, recordBatch } from './record-batch.use-case.ts';

/** A unit to be drawn. */
export interface UndecidedUnit {
  readonly unitId: string;
  readonly flagged: boolean;
  readonly stratum?: string | undefined;
}

/** A unit with its arm. */
export interface DecidedUnit {
  readonly unitId: string;
  readonly arm: Arm;
  /** The probability with which the arm was drawn. */
  readonly propensity: number;
  /** Whether this request drew it. */
  readonly isNew: boolean;
}

/** Whose decision is asked for, and when it holds. */
export interface Decision {
  readonly actor: Actor;
  readonly initiative: LedgerInitiative;
  readonly phase: Phase | null;
  /** ISO 8601; now unless told. */
  readonly assignedAt?: string | undefined;
}

/** What is written down as the origin of assignments that we draw ourselves. */
const SOURCE = 'drawn by the plan';

/**
 * Draws the arm of each unit by the open phase's plan and stores it. A unit that has an arm keeps it, also when two
 * requests draw it at the same moment: both then answer the arm that was stored.
 * @throws Problem LEDGER_NO_PHASE, LEDGER_DATE_AHEAD, LEDGER_DATE_TOO_OLD, LEDGER_BUSY
 */
export async function decideArms(
  ports: LedgerPorts,
  decision: Decision,
  units: readonly UndecidedUnit[],
): Promise<readonly DecidedUnit[]> {
  const { phase } = decision;
  if (!phase) throw refuseLedger('LEDGER_NO_PHASE');
  return inLedger(ports, async (tx) => {
    const held = await readArms(
      tx,
      decision.initiative.no,
      phase.number,
      units.map(({ unitId }) => unitId),
    );
    const drawn = await drawMissing(tx, ports, decision, phase, units, held);
    const known = new Map([...held, ...drawn.others]);
    const seen = new Set<string>();
    return units.map(({ unitId }) => {
      const fresh = drawn.stored.get(unitId);
      const arm = fresh ?? known.get(unitId);
      if (!arm) throw new Error('A unit was neither drawn nor found.');
      const isNew = fresh !== undefined && !seen.has(unitId);
      seen.add(unitId);
      return { unitId, arm: arm.arm, propensity: arm.propensity, isNew };
    });
  });
}

interface DrawnArms {
  /** Arms that this request stored. */
  readonly stored: ReadonlyMap<string, UnitArm>;
  /** Arms that somebody else stored meanwhile. */
  readonly others: ReadonlyMap<string, UnitArm>;
}

async function drawMissing(
  tx: Transaction,
  ports: LedgerPorts,
  decision: Decision,
  phase: Phase,
  units: readonly UndecidedUnit[],
  held: ReadonlyMap<string, UnitArm>,
): Promise<DrawnArms> {
  const now = ports.now();
  const rows = drawRows(phase, units, held, decision.assignedAt ?? now.toISOString());
  const [first] = rows;
  if (!first) return { stored: new Map(), others: new Map() };
  const checked = checkRow('assignments', first, { now, currency: null });
  if (checked.kind === 'refused') throw checked.problem;
  const { actor, initiative } = decision;
  const batch = await openBatch(tx, {
    initiativeNo: initiative.no,
    kind: 'assignments',
    phase,
    source: SOURCE,
    accountId: actor.accountId,
    now,
    otherArm: 'keep',
  });
  const answers = await storeRows(tx, batch, rows);
  await recordBatch(tx, ports, actor, initiative, batch);
  const lost: string[] = [];
  const stored = new Map<string, UnitArm>();
  rows.forEach((row, index) => {
    if (answers[index]?.status === 'stored') stored.set(row.unitId, row);
    else lost.push(row.unitId);
  });
  const others = lost.length === 0 ? new Map() : await readArms(tx, initiative.no, phase.number, lost);
  return { stored, others };
}

function drawRows(
  phase: Phase,
  units: readonly UndecidedUnit[],
  held: ReadonlyMap<string, UnitArm>,
  assignedAt: string,
): readonly AssignmentRow[] {
  const plan = planOf(phase);
  const rows = new Map<string, AssignmentRow>();
  for (const { unitId, flagged, stratum } of units) {
    if (held.has(unitId) || rows.has(unitId)) continue;
    const { arm, propensity } = drawArm(plan, unitId, flagged);
    rows.set(unitId, { unitId, arm, propensity, assignedAt, method: 'hash', ...(stratum ? { stratum } : {}) });
  }
  return [...rows.values()];
}
