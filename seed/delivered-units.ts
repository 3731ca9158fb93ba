import type { FramingContent } from '../src/lifecycle/framing/index.ts';
import { type UnitColumns, UnitColumnsBuilder } from '../src/lifecycle/ledger/index.ts';
import type { DeliveryOf, Story } from './story.ts';

type OutcomeRow = DeliveryOf<'outcomes'>['rows'][number];

/**
 * The unit columns that the ledger would give for a story's deliveries, joined without a database: what the product can
 * see of a world. Repeated rows count once, and the highest revision of an outcome is the one in force.
 */
export function deliveredUnits(story: Pick<Story, 'framing' | 'deliveries'>): UnitColumns {
  const builder = new UnitColumnsBuilder(windowsOf(story.framing));
  const numbers = new Map<string, number>();
  const numberOf = (unitId: string): number => {
    const known = numbers.get(unitId);
    if (known !== undefined) return known;
    numbers.set(unitId, numbers.size);
    return numbers.size - 1;
  };
  for (const row of firsts(story, 'assignments', ({ unitId }) => unitId)) {
    builder.addUnit({
      unitNo: numberOf(row.unitId),
      anchorMs: Date.parse(row.assignedAt),
      arm: row.arm,
      propensity: row.propensity,
      isMixed: false,
      stratum: row.stratum ?? '',
      cluster: row.cluster ?? '',
    });
  }
  for (const row of firsts(story, 'predictions', ({ predictionId }) => predictionId)) {
    builder.addPrediction({
      unitNo: numberOf(row.unitId),
      atMs: Date.parse(row.occurredAt),
      score: row.score,
      threshold: row.threshold ?? Number.NaN,
      probability: row.probability ?? Number.NaN,
      preValue: row.preValue ?? Number.NaN,
      isFlagged: row.flagged,
    });
  }
  for (const row of firsts(story, 'actions', ({ actionId }) => actionId)) {
    builder.addAction({
      unitNo: numberOf(row.unitId),
      atMs: Date.parse(row.occurredAt),
      hasArrived: row.status === 'delivered' || row.status === 'accepted',
      isPlanned: row.status === 'planned',
      costCents: row.costCents ?? Number.NaN,
    });
  }
  for (const row of outcomesInForce(story)) {
    builder.addOutcome({
      unitNo: numberOf(row.unitId),
      atMs: Date.parse(row.occurredAt),
      metric: 0,
      value: row.value,
      denominator: row.denominator ?? Number.NaN,
    });
  }
  return builder.build();
}

function windowsOf({ successCriterion }: FramingContent) {
  const { actionWindowDays, outcomeWindowDays, metric } = successCriterion;
  return { actionWindowDays, outcomeWindowDays, metrics: [metric.id] };
}

/** The rows of one kind, the first of each key. */
function firsts<K extends 'predictions' | 'assignments' | 'actions' | 'outcomes'>(
  { deliveries }: Pick<Story, 'deliveries'>,
  kind: K,
  keyOf: (row: DeliveryOf<K>['rows'][number]) => string,
): readonly DeliveryOf<K>['rows'][number][] {
  const rows = new Map<string, DeliveryOf<K>['rows'][number]>();
  for (const delivery of deliveries) {
    if (!isOf(delivery, kind)) continue;
    for (const row of delivery.rows) if (!rows.has(keyOf(row))) rows.set(keyOf(row), row);
  }
  return [...rows.values()];
}

function isOf<K extends Story['deliveries'][number]['kind']>(
  delivery: { readonly kind: string },
  kind: K,
): delivery is DeliveryOf<K> {
  return delivery.kind === kind;
}

function outcomesInForce(story: Pick<Story, 'deliveries'>): readonly OutcomeRow[] {
  const rows = firsts(story, 'outcomes', ({ outcomeId, revision }) => `${revision ?? 1} ${outcomeId}`);
  const inForce = new Map<string, OutcomeRow>();
  for (const row of rows) {
    if ((inForce.get(row.outcomeId)?.revision ?? 0) < (row.revision ?? 1)) inForce.set(row.outcomeId, row);
  }
  return [...inForce.values()].filter(({ voided }) => voided !== true);
}
