import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { AskedTerms } from './explain-row.use-case.ts';
import type { Answer, Cells } from './explanation.ts';
import { explanationsApi } from './explanations.schema.ts';
import type { FoundRow, RowWish } from './find-row.ts';
import type { ExplainedModel } from './known-model.ts';
import { presentExplanation } from './present-explanations.ts';
import type { SignedCurve } from './sign-curve.use-case.ts';

/** What the routes of explanations call. */
export interface ExplanationsUseCases {
  require(slug: string): Promise<StoredInitiative>;
  /** Whether somebody has a seat at the table, so that single rows are theirs to see. */
  isAtTable(initiative: StoredInitiative, accountId: string): Promise<boolean>;
  explain(initiative: StoredInitiative, trainingId: string): Promise<ExplainedModel>;
  explainTyped(
    actor: Actor,
    initiative: StoredInitiative,
    trainingId: string,
    asked: AskedTerms & { readonly cells: Cells },
  ): Promise<Answer>;
  explainRow(
    initiative: StoredInitiative,
    trainingId: string,
    row: RowWish,
  ): Promise<{ readonly row: FoundRow; readonly answer: Answer }>;
  sign(actor: Actor, initiative: StoredInitiative, trainingId: string, signed: SignedCurve): Promise<void>;
}

/** The routes of explanations. */
export function explanationsRoutes(useCases: ExplanationsUseCases): MountedApi {
  const present = async (initiative: StoredInitiative, trainingId: string, actor: Actor) =>
    presentExplanation(
      await useCases.explain(initiative, trainingId),
      await useCases.isAtTable(initiative, actor.accountId),
    );
  return mountApi('Explanations', explanationsApi, {
    readExplanation: async ({ params }, { principal }) =>
      present(await useCases.require(params.slug), params.id, principal),
    explainTyped: async ({ params, body }, { principal }) =>
      useCases.explainTyped(principal, await useCases.require(params.slug), params.id, body),
    explainRow: async ({ params, query: { row, name } }) => {
      const wish: RowWish = row === undefined ? { kind: 'name', name: name ?? '' } : { kind: 'number', row };
      const found = await useCases.explainRow(await useCases.require(params.slug), params.id, wish);
      return { row: { ...found.row, names: [...found.row.names] }, answer: found.answer };
    },
    signCurve: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      await useCases.sign(principal, initiative, params.id, body);
      return present(initiative, params.id, principal);
    },
  });
}
