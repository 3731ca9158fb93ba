/** Whose eyes a list is made for. */
export interface Viewer {
  readonly accountId: string;
  /** Auditors read private initiatives too. */
  readonly isAuditor: boolean;
}
