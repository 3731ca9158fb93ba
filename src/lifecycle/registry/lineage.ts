/** Where a version comes from, back to the question it answers. What is not known is `null`. */
export interface Lineage {
  readonly experiment: { readonly id: string; readonly name: string };
  readonly initiative: { readonly slug: string; readonly name: string } | null;
  readonly run: { readonly id: string; readonly name: string; readonly by: string } | null;
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
