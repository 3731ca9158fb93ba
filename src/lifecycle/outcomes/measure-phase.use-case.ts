import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, Queryable, Snapshot } from '../../platform/database/database.ts';
import type { StoredPhase } from '../actions/index.ts';
import type { PhaseFacts, UnitColumns, UnitWindows } from '../ledger/index.ts';
import { type Measurements, measureUnits } from './measure-units.ts';

/** How the ledger is read; the composition fills it from the room of the ledger. */
export interface LedgerReader {
  units(
    snapshot: Snapshot,
    query: UnitWindows & { readonly initiativeNo: number; readonly phaseNumber: number; readonly asOf: Date },
  ): Promise<UnitColumns>;
  facts(
    queryable: Queryable,
    query: {
      readonly initiativeNo: number;
      readonly from: Date | null;
      readonly to: Date | null;
      readonly asOf: Date;
    },
  ): Promise<PhaseFacts>;
}

/** A phase measured as of a moment. */
export interface MeasuredPhase {
  readonly measured: Measurements;
  readonly facts: PhaseFacts;
}

/** Limits of a measurement, stated once. */
export const OUTCOME_LIMITS = {
  /** Metrics of the ledger that are compared although the framing does not name them: those that came first. */
  otherMetrics: 12,
  /** Longest reading of one table of the ledger. */
  statementTimeoutMs: 120_000,
  /** Measurements at the same time; each holds its units in memory. */
  atOnce: 2,
  /** Measurements that wait for their turn; more are refused. */
  waiting: 20,
  /** Finished measurements that are kept for whoever asks again. */
  kept: 50,
} as const;

/**
 * Reads a phase as it was known at `asOf` and measures it. A million units take about two seconds, in slices, so that
 * other requests are served in between.
 */
export async function measurePhase(
  ports: { readonly database: Database; readonly ledger: LedgerReader },
  initiativeNo: number,
  phase: StoredPhase,
  asOf: Date,
): Promise<MeasuredPhase> {
  const { successCriterion: criterion } = phase.content;
  const closedAt = phase.closedAt === null ? null : new Date(phase.closedAt);
  const { columns, facts } = await ports.database.readTogether(
    async (snapshot) => {
      const known = await snapshot.read((tx) =>
        ports.ledger.facts(tx, {
          initiativeNo,
          // Costs from before the first phase belong to it: they were spent to get there.
          from: phase.number === 1 ? null : new Date(phase.openedAt),
          to: closedAt !== null && closedAt <= asOf ? closedAt : null,
          asOf,
        }),
      );
      const named = [criterion.metric, ...criterion.guardrails.map(({ metric }) => metric)].map(({ id }) => id);
      const others = known.metrics.filter((metric) => !named.includes(metric)).slice(0, OUTCOME_LIMITS.otherMetrics);
      const units = await ports.ledger.units(snapshot, {
        initiativeNo,
        phaseNumber: phase.number,
        asOf,
        actionWindowDays: criterion.actionWindowDays,
        outcomeWindowDays: criterion.outcomeWindowDays,
        metrics: [...named, ...others],
      });
      return { columns: units, facts: known };
    },
    { statementTimeoutMs: OUTCOME_LIMITS.statementTimeoutMs },
  );
  const measurement = measureUnits({
    columns,
    content: phase.content,
    asOfMs: asOf.getTime(),
    watermarks: facts.watermarks,
    recordedFixedCents: facts.fixedCostCents,
  });
  for (;;) {
    const step = measurement.next();
    if (step.done) return { measured: step.value, facts };
    await nextTurn();
  }
}
