import type { Role } from '../people/index.ts';

/** The agreement of one role to a move. */
export interface Approval {
  readonly role: Role;
  readonly name: string;
  readonly reason: string;
  /** ISO moment. */
  readonly at: string;
}

/** From when until when an alias of a model pointed to a version. */
export interface Deployment {
  readonly id: string;
  readonly modelName: string;
  readonly alias: string;
  readonly version: number;
  /** ISO moment, the first of the interval. */
  readonly from: string;
  /** ISO moment, the first after the interval; `null` while it lasts. */
  readonly until: string | null;
  readonly movedBy: string;
  /** Why it was proposed; `null` for aliases that move freely. */
  readonly reason: string | null;
  readonly initiative: { readonly slug: string; readonly name: string } | null;
  /** Empty for aliases that move freely. */
  readonly approvals: readonly Approval[];
}
