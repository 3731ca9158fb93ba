import { type LinearDesign, linearDesign, unstandardise } from './linear-design.ts';
import type { Feature, ModelBody } from './model.ts';
import { minimise } from './newton.ts';
import { PenalisedLoss } from './penalised-loss.ts';
import type { TrainingTable } from './training-table.ts';
import type { MonotoneColumn } from './tree-features.ts';

/** How a weighted sum is fitted. */
export interface LinearRules {
  /** Half of this times each squared coefficient is added to the loss; coefficients are those of standardised numbers. */
  readonly penalty: number;
  readonly directions: readonly MonotoneColumn[];
  readonly shouldStop: () => boolean;
}

/** A fitted weighted sum with its features. */
export interface FittedLinear {
  readonly features: readonly Feature[];
  readonly body: Extract<ModelBody, { kind: 'linear' }>;
}

/**
 * Ridge regression for numbers, logistic regression with the same penalty for classes (several: one weighted sum a class
 * and softmax); intercepts go free. A column whose coefficient runs against the direction that an expert vouches for is
 * left out and the rest fitted again. Null when told to stop.
 */
export function fitLinear(table: TrainingTable, rules: LinearRules): FittedLinear | null {
  const whole = linearDesign(table);
  const leftOut = new Set<number>();
  for (;;) {
    const design = withoutSlots(whole, leftOut);
    const problem = new PenalisedLoss(design, table, rules.penalty);
    const solved = minimise(problem, problem.start(), rules.shouldStop);
    if (solved === null) return null;
    const outputs = problem.raw.map((_, output) => {
      const { coefficients, intercept } = problem.split(solved, output);
      return unstandardise(design, coefficients, intercept);
    });
    const against = slotsAgainst(whole, table, rules.directions, outputs[0]?.coefficients ?? []);
    if (against.length > 0) {
      for (const slot of against) leftOut.add(slot);
      continue;
    }
    return {
      features: design.features,
      body: {
        kind: 'linear',
        intercepts: outputs.map(({ intercept }) => intercept),
        coefficients: outputs.map(({ coefficients }) => coefficients),
      },
    };
  }
}

/** The design in which the numbers at the given slots say nothing. */
function withoutSlots(design: LinearDesign, slots: ReadonlySet<number>): LinearDesign {
  if (slots.size === 0) return design;
  return {
    ...design,
    blocks: design.blocks.filter((block) => block.kind === 'marks' || !slots.has(block.slot)),
  };
}

function slotsAgainst(
  design: LinearDesign,
  table: TrainingTable,
  directions: readonly MonotoneColumn[],
  coefficients: readonly number[],
): number[] {
  const wanted = new Map(directions.map(({ column, direction }) => [column, direction]));
  return design.features.flatMap((feature, slot) => {
    const direction = wanted.get(table.columns[feature.input]?.name ?? '');
    if (feature.kind !== 'number' || direction === undefined) return [];
    return direction * (coefficients[slot] ?? 0) < 0 ? [slot] : [];
  });
}
