import type { OutcomeReport } from '../report.schema.ts';

/** Pages that every answer rests on. */
const ALWAYS = ['verdict', 'assignment', 'sample-ratio', 'auc', 'complier-effect', 'confidence-sequence'] as const;

const BY_KIND = {
  binary: ['two-proportions', 'relative-lift'],
  mean: ['two-means', 'cuped'],
  ratio: ['ratio-metric'],
} as const;

const BY_DESIGN: Readonly<Record<string, readonly string[]>> = {
  rdd: ['regression-discontinuity'],
  did: ['difference-in-differences'],
  synthetic: ['synthetic-control'],
  its: ['interrupted-series'],
};

/** The pages of `docs/methods` that describe how an answer was measured, without their ending. */
export function methodPages({ plan, numbers, money, ledgers }: OutcomeReport): readonly string[] {
  const kind = numbers.metrics.find(({ role }) => role === 'primary')?.kind;
  return [
    ...ALWAYS,
    ...(kind === undefined ? [] : BY_KIND[kind]),
    ...(BY_DESIGN[plan.design] ?? []),
    ...(money === null ? [] : ['economics']),
    ...(money?.gap ? ['shapley'] : []),
    ...(ledgers?.moved ? ['kpi-contribution'] : []),
  ];
}

/** Every page that can be named, for the test that looks for them. */
export const NAMED_PAGES: readonly string[] = [
  ...ALWAYS,
  ...Object.values(BY_KIND).flat(),
  ...Object.values(BY_DESIGN).flat(),
  'economics',
  'shapley',
  'kpi-contribution',
];
