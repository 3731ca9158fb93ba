import type { Generated, Selectable } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { ASSUMPTION_FINDINGS, type AssumptionAnswer } from './assumption.ts';
import { FRAMING_LIMITS } from './framing.ts';
import type { TranslationApproval } from './translation.ts';

interface AgreementTables {
  framing_translation_approvals: {
    initiative_no: number;
    text_hash: string;
    translation: string;
    account_id: string;
    name: string;
    at: Date;
  };
  framing_assumption_answers: {
    no: Generated<number>;
    initiative_no: number;
    version: number;
    assumption_id: string;
    finding: string;
    reason: string;
    account_id: string;
    name: string;
    at: Date;
  };
}

/** The approvals of every wording of an initiative's translation, newest first. */
export async function listApprovals(
  queryable: Queryable,
  initiativeNo: number,
): Promise<readonly TranslationApproval[]> {
  const rows = await queryable
    .tables<AgreementTables>()
    .selectFrom('framing_translation_approvals')
    .selectAll()
    .where('initiative_no', '=', initiativeNo)
    .orderBy('at', 'desc')
    .limit(FRAMING_LIMITS.listedApprovals)
    .execute();
  return rows.map(toApproval);
}

/** The approvals of exactly one wording. */
export async function approvalsOf(
  queryable: Queryable,
  initiativeNo: number,
  textHash: string,
): Promise<readonly TranslationApproval[]> {
  const rows = await queryable
    .tables<AgreementTables>()
    .selectFrom('framing_translation_approvals')
    .selectAll()
    .where('initiative_no', '=', initiativeNo)
    .where('text_hash', '=', textHash)
    .orderBy('at', 'desc')
    .execute();
  return rows.map(toApproval);
}

/** Stores an approval; returns whether it is new. One person approves one wording once. */
export async function insertApproval(
  tx: Transaction,
  initiativeNo: number,
  approval: Omit<TranslationApproval, 'at'> & { readonly at: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .tables<AgreementTables>()
    .insertInto('framing_translation_approvals')
    .values({
      initiative_no: initiativeNo,
      text_hash: approval.textHash,
      translation: approval.translation,
      account_id: approval.accountId,
      name: approval.name,
      at: approval.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** The latest answer of each answered assumption of a version. */
export async function latestAnswers(
  queryable: Queryable,
  initiativeNo: number,
  version: number,
): Promise<readonly AssumptionAnswer[]> {
  const rows = await queryable
    .tables<AgreementTables>()
    .selectFrom('framing_assumption_answers')
    .distinctOn('assumption_id')
    .selectAll()
    .where('initiative_no', '=', initiativeNo)
    .where('version', '=', version)
    .orderBy('assumption_id')
    .orderBy('no', 'desc')
    .execute();
  return rows.flatMap(toAnswer);
}

/** Stores what a person found out about an assumption; earlier answers stay. */
export async function insertAnswer(
  tx: Transaction,
  initiativeNo: number,
  version: number,
  answer: Omit<AssumptionAnswer, 'at'> & { readonly at: Date },
): Promise<void> {
  await tx
    .tables<AgreementTables>()
    .insertInto('framing_assumption_answers')
    .values({
      initiative_no: initiativeNo,
      version,
      assumption_id: answer.assumptionId,
      finding: answer.finding,
      reason: answer.reason,
      account_id: answer.accountId,
      name: answer.name,
      at: answer.at,
    })
    .execute();
}

function toApproval(row: Selectable<AgreementTables['framing_translation_approvals']>): TranslationApproval {
  return {
    textHash: row.text_hash,
    translation: row.translation,
    accountId: row.account_id,
    name: row.name,
    at: row.at.toISOString(),
  };
}

function toAnswer(row: Selectable<AgreementTables['framing_assumption_answers']>): readonly AssumptionAnswer[] {
  const finding = ASSUMPTION_FINDINGS.find((known) => known === row.finding);
  if (!finding) return [];
  return [
    {
      assumptionId: row.assumption_id,
      finding,
      reason: row.reason,
      accountId: row.account_id,
      name: row.name,
      at: row.at.toISOString(),
    },
  ];
}
