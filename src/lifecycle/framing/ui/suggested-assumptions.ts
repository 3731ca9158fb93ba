import type { Assumption } from '../assumption.ts';
import { type Draft, partAt } from '../draft-path.ts';

/** A belief on which the plan rests already, although nobody has said so. */
export interface SuggestedAssumption {
  /** What it is called on the button that adds it. */
  readonly name: string;
  readonly assumption: Pick<Assumption, 'statement' | 'kind' | 'check'> & { readonly low?: number };
}

const SUGGESTIONS: readonly (SuggestedAssumption & { readonly path: string })[] = [
  {
    path: 'successCriterion.expectedRate',
    name: 'how it is when nothing is done',
    assumption: {
      statement: 'This is how it is when nothing is done.',
      kind: 'baseline',
      check: 'Look at those whom we leave alone.',
    },
  },
  {
    path: 'successCriterion.reachTarget',
    name: 'how many we reach',
    assumption: {
      statement: 'We reach this share of those who should be acted upon.',
      kind: 'reach',
      check: 'Count the recorded actions.',
    },
  },
  {
    path: 'successCriterion.dmin',
    name: 'what the action changes',
    assumption: {
      statement: 'The action changes at least this much.',
      kind: 'effect',
      check: 'Compare those acted upon with those left alone.',
    },
  },
  {
    path: 'decisionPolicy.costPerActionCents',
    name: 'what an action costs',
    assumption: {
      statement: 'One action costs this much.',
      kind: 'action-cost',
      check: 'Add up the recorded costs.',
    },
  },
  {
    path: 'successCriterion.valuePerOutcomeCents',
    name: 'what a good outcome is worth',
    assumption: {
      statement: 'One good outcome is worth this much.',
      kind: 'outcome-value',
      check: 'Finance confirms it.',
    },
  },
  {
    path: 'successCriterion.predictionFloor',
    name: 'how good the predictions are',
    assumption: {
      statement: 'The model ranks at least this well.',
      kind: 'prediction',
      check: 'Compare the predictions with what came true.',
    },
  },
];

/** The beliefs that stand in the plan as numbers and not in the register yet, each with its number. */
export function suggestedAssumptions(draft: Draft): readonly SuggestedAssumption[] {
  const register = partAt(draft, 'assumptions');
  const kinds = typeof register === 'object' && register !== null ? Object.values(register).map(kindOf) : [];
  return SUGGESTIONS.flatMap(({ path, name, assumption }) => {
    const low = partAt(draft, path);
    return typeof low !== 'number' || kinds.includes(assumption.kind)
      ? []
      : [{ name, assumption: { ...assumption, low } }];
  });
}

function kindOf(assumption: unknown): unknown {
  return partAt(assumption, 'kind');
}
