import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { ROLES, type Role } from './roles.ts';

interface ApprovalTables {
  step_approvals: {
    initiative_no: number;
    iteration: number;
    step: string;
    role: string;
    account_id: string;
    name: string;
    at: Date;
  };
}

/** An approval of a step in the present iteration. */
export interface StepApproval {
  readonly step: string;
  readonly role: Role;
  readonly accountId: string;
  readonly name: string;
  readonly at: string;
}

/** The initiative and its present iteration, as far as approvals need them. */
interface Pass {
  readonly no: number;
  readonly iteration: number;
}

/** The approvals of the present iteration. */
export async function approvalsOf(queryable: Queryable, { no, iteration }: Pass): Promise<readonly StepApproval[]> {
  const rows = await queryable
    .tables<ApprovalTables>()
    .selectFrom('step_approvals')
    .selectAll()
    .where('initiative_no', '=', no)
    .where('iteration', '=', iteration)
    .orderBy('at')
    .execute();
  return rows.flatMap((row) => {
    const role = ROLES.find((known) => known === row.role);
    return role ? [{ step: row.step, role, accountId: row.account_id, name: row.name, at: row.at.toISOString() }] : [];
  });
}

/** Stores an approval; returns whether the role had not approved the step before. */
export async function insertApproval(
  tx: Transaction,
  { no, iteration }: Pass,
  approval: {
    readonly step: string;
    readonly role: Role;
    readonly accountId: string;
    readonly name: string;
    readonly at: Date;
  },
): Promise<boolean> {
  const result = await tx
    .tables<ApprovalTables>()
    .insertInto('step_approvals')
    .values({
      initiative_no: no,
      iteration,
      step: approval.step,
      role: approval.role,
      account_id: approval.accountId,
      name: approval.name,
      at: approval.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Takes back the approvals of a step that is open again. */
export async function removeApprovals(tx: Transaction, { no, iteration }: Pass, step: string): Promise<void> {
  await tx
    .tables<ApprovalTables>()
    .deleteFrom('step_approvals')
    .where('initiative_no', '=', no)
    .where('iteration', '=', iteration)
    .where('step', '=', step)
    .execute();
}
