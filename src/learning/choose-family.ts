import type { CrossValidated } from './cross-validate.ts';
import { FAMILIES, type Family } from './model.ts';

/** A family beside the others. */
export interface FamilyPrice {
  readonly family: Family;
  readonly mean: number;
  readonly standardError: number;
  /** How much worse than the best family on average, in units of the score; 0 for the best. */
  readonly price: number;
}

/** The chosen family, and what each would have cost or gained. */
export interface FamilyChoice {
  readonly family: Family;
  readonly best: Family;
  /** In the order of `FAMILIES`, the most explainable first. */
  readonly families: readonly FamilyPrice[];
}

/**
 * The most explainable family that lies within one standard error of the best (Breiman et al. 1984): where quality cannot
 * be told apart, people get the model that they can read. Scores are higher for better families.
 *
 * @throws RangeError when there is nothing to choose from.
 */
export function chooseFamily(candidates: readonly CrossValidated[]): FamilyChoice {
  const inOrder = FAMILIES.flatMap((family) => candidates.filter((candidate) => candidate.family === family));
  const [first] = inOrder;
  if (first === undefined) throw new RangeError('no family to choose from');
  const best = inOrder.reduce((leader, candidate) => (candidate.mean > leader.mean ? candidate : leader), first);
  const chosen = inOrder.find(({ mean }) => mean >= best.mean - best.standardError) ?? best;
  return {
    family: chosen.family,
    best: best.family,
    families: inOrder.map(({ family, mean, standardError }) => ({
      family,
      mean,
      standardError,
      price: best.mean - mean,
    })),
  };
}
