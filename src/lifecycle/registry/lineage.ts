/** Where a version comes from, back to the question it answers. What is not known is `null`. */
export interface Lineage {
  readonly experiment: { readonly id: string; readonly name: string };
  readonly initiative: { readonly slug: string; readonly name: string } | null;
  readonly run: { readonly id: string; readonly name: string; readonly by: string } | null;
  /** What its run measured last, by the one metric that compares runs; `null` where no name of a metric tells which is good. */
  readonly measured: { readonly metric: string; readonly value: number } | null;
  /** The expert's words as they were when the run was started. */
  readonly question: string | null;
  readonly iteration: number | null;
  readonly framingVersion: number | null;
  readonly hypothesis: string | null;
  /** The commit of the code, as the client reported it. */
  readonly commit: string | null;
  readonly repository: string | null;
  readonly datasets: readonly { readonly name: string; readonly digest: string; readonly context: string | null }[];
}
