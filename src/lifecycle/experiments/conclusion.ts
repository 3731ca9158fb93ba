/** What somebody concluded from runs, in their own words. It is never changed; a newer one may say otherwise. */
export interface Conclusion {
  readonly id: string;
  readonly iteration: number;
  readonly text: string;
  readonly authorName: string;
  /** ISO instant. */
  readonly at: string;
  /** The runs that it rests on. */
  readonly runs: readonly {
    readonly id: string;
    readonly name: string;
    readonly experimentId: string;
    readonly experimentName: string;
  }[];
}
