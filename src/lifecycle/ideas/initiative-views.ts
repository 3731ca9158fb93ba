/** For whose eyes initiatives are read. */
export interface InitiativeViewer {
  readonly accountId: string;
  /** Auditors read private initiatives too. */
  readonly isAuditor: boolean;
}

/** An initiative that the viewer may see, and what is known of it. */
export interface CameOf {
  readonly initiativeNo: number;
  readonly slug: string;
  readonly name: string;
  readonly question: string;
  /** The name of the step where it is now; `null` when every step is closed. */
  readonly stepName: string | null;
  /** The last verdict's most important sentence; `null` before one was taken. */
  readonly headline: string | null;
}

/** An initiative like a sentence; of the score only the order means something. */
export interface SimilarInitiative extends CameOf {
  readonly score: number;
}
