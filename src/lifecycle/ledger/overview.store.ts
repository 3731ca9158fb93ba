import type { Queryable } from '../../platform/database/database.ts';
import type { Arm } from '../actions/index.ts';
import { RECORD_KINDS, type RecordKind } from './ledger.ts';

/** What the ledger of an initiative holds. */
export interface LedgerOverview {
  readonly counts: readonly {
    readonly kind: RecordKind;
    readonly count: number;
    readonly firstAt: Date | null;
    readonly lastAt: Date | null;
    readonly lastRecordedAt: Date | null;
  }[];
  readonly watermarks: readonly { readonly source: string; readonly metric: string; readonly completeThrough: Date }[];
  readonly units: number;
  readonly arms: readonly { readonly arm: Arm; readonly units: number; readonly mixed: number }[];
  readonly metrics: readonly { readonly metric: string; readonly outcomes: number }[];
}

interface CountRow {
  readonly kind: string;
  readonly count: number;
  readonly first_at: Date | null;
  readonly last_at: Date | null;
  readonly last_recorded_at: Date | null;
}

/**
 * Reads what the ledger holds from its kept counts; no table of records is touched, whatever its size.
 * @param phaseNumber the phase whose arms are counted; 0 for none.
 */
export async function readOverview(
  queryable: Queryable,
  initiativeNo: number,
  phaseNumber: number,
): Promise<LedgerOverview> {
  const rows = await queryable.query<CountRow>('select * from ledger_counts where initiative_no = $1', [initiativeNo]);
  const byKind = new Map(rows.map((row) => [row.kind, row]));
  const arms = await queryable.query<{ arm: Arm; units: number; mixed: number }>(
    'select arm, units, mixed from ledger_arm_counts where initiative_no = $1 and phase_number = $2 order by arm',
    [initiativeNo, phaseNumber],
  );
  const watermarks = await queryable.query<{ source: string; metric: string; completeThrough: Date }>(
    `select source, metric, max(complete_through) as "completeThrough"
     from watermarks join metrics using (initiative_no, metric_no)
     where initiative_no = $1 group by source, metric order by source, metric`,
    [initiativeNo],
  );
  const metrics = await queryable.query<{ metric: string; outcomes: number }>(
    'select metric, outcomes from metrics where initiative_no = $1 order by metric',
    [initiativeNo],
  );
  return {
    counts: RECORD_KINDS.map((kind) => {
      const row = byKind.get(kind);
      return {
        kind,
        count: row?.count ?? 0,
        firstAt: row?.first_at ?? null,
        lastAt: row?.last_at ?? null,
        lastRecordedAt: row?.last_recorded_at ?? null,
      };
    }),
    watermarks,
    units: byKind.get('units')?.count ?? 0,
    arms,
    metrics,
  };
}

/** Whether units were assigned and outcomes arrived: the evidence for the gate of Act. */
export async function hasStarted(queryable: Queryable, initiativeNo: number): Promise<boolean> {
  const rows = await queryable.query<{ kind: string }>(
    `select kind from ledger_counts where initiative_no = $1 and kind in ('assignments', 'outcomes') and count > 0`,
    [initiativeNo],
  );
  return rows.length === 2;
}
