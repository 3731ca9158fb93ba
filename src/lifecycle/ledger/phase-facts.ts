/** A value of the KPI for a period, as the company reports it. */
export interface ObservedKpiPoint {
  /** ISO days. */
  readonly from: string;
  readonly to: string;
  readonly value: number;
}

/** What the ledger of an initiative knows beside its units, as of a moment. */
export interface PhaseFacts {
  /** Number of the newest batch of records; 0 for none. It changes with every delivery. */
  readonly lastBatchNo: number;
  /** SHA-256 over the digests of all batches, in hexadecimal: the same records have the same hash. */
  readonly inputsHash: string;
  /** Metrics in the order in which they first came; later ones never change the order of earlier ones. */
  readonly metrics: readonly string[];
  /** Up to when each source has delivered everything for a metric. */
  readonly watermarks: readonly {
    readonly metric: string;
    readonly source: string;
    readonly completeThroughMs: number;
  }[];
  /** Costs of the time of the phase that no single action carries, in minor units. */
  readonly fixedCostCents: number;
  /** Values of the KPI over all segments, oldest first. */
  readonly kpiPoints: readonly ObservedKpiPoint[];
  /** When the first outcome came into the ledger. */
  readonly firstOutcomeAt: Date | null;
}
