import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { auc } from '../src/statistics/auc.ts';
import { binaryTruth } from './binary-world.ts';
import { CHURN, CHURN_VARIANTS, PLANNED_EFFECT_TOO_SMALL, simulateChurn } from './churn.ts';
import { MAINTENANCE, maintenanceTruth, simulateMaintenance } from './maintenance.ts';
import { createRandom } from './random.ts';
import { simulateUpsell, UPSELL, upsellTruth } from './upsell.ts';
import { STORES, simulateStores } from './widgets.ts';

const figures = z.record(z.string(), z.unknown());
const vectors = z
  .object({
    params: z.object({ churn: figures, maintenance: figures, upsell: figures, widgets: figures }),
    coverage: z.record(z.string(), z.object({ extra: z.string() })),
  })
  .parse(JSON.parse(readFileSync(new URL('../test/vectors/outcome/scenarios.json', import.meta.url), 'utf8')));

const SIZE = 200_000;

describe('the worlds of the vector file', () => {
  it('are ours to the last figure', () => {
    const { dropHoldout: _, ...churn } = CHURN;
    expect(vectors.params.churn).toMatchObject(churn);
    expect(vectors.params.maintenance).toMatchObject(MAINTENANCE);
    expect(vectors.params.upsell).toMatchObject(UPSELL);
    expect(vectors.params.widgets).toMatchObject(STORES);
  });

  it('have the variants of the churn question', () => {
    const variants = z.record(z.string(), z.record(z.string(), z.number())).parse(vectors.params.churn.variants);
    const known = Object.fromEntries(
      Object.keys(variants).map((name) => [name, flat(CHURN_VARIANTS[variantSchema.parse(name)])]),
    );
    for (const [name, given] of Object.entries(variants)) {
      const { plannedEffect, ...rest } = given;
      expect(known[name]).toMatchObject(rest);
      if (plannedEffect !== undefined) expect(PLANNED_EFFECT_TOO_SMALL).toBe(plannedEffect);
    }
  });

  it('churn: calls keep 5.02 of 100 flagged customers, 6.00 of 100 reached, and the score ranks 77.6% of pairs right', () => {
    const units = simulateChurn(CHURN, SIZE, createRandom('truth'));
    const truth = binaryTruth(units, 'fewer');
    expect(truth.itt).toBeCloseTo(0.0502, 3);
    expect(truth.cace).toBeCloseTo(0.06, 3);
    expect(Math.abs((truth.auc ?? 0) - 0.776)).toBeLessThan(0.004);
    const naive = auc({ score: units.score, outcome: units.event });
    expect(naive.kind === 'estimated' ? Math.abs(naive.estimate - 0.766) : 1).toBeLessThan(0.007);
  });

  it('maintenance: inspections save 0.071 of 0.222 hours per machine and week', () => {
    const truth = maintenanceTruth({ ...MAINTENANCE, machines: SIZE / 2, sites: 20_000 }, () => createRandom('truth'));
    expect(Math.abs(truth.untouchedPerWeek - 0.2218)).toBeLessThan(0.004);
    expect(Math.abs(truth.effectPerWeek - 0.071)).toBeLessThan(0.004);
  });

  it('maintenance: every arm has its own list, and only the action arm is inspected', () => {
    const history = simulateMaintenance(MAINTENANCE, createRandom('lists'), 'per-arm');
    for (const listing of history.listings) {
      expect(listing.isActed).toBe(history.heldOut[listing.machine] === 0);
      if (listing.isInspected) expect(listing.isActed).toBe(true);
      expect(listing.rank).toBeLessThanOrEqual(listing.listSize);
    }
    expect(history.inspections.filter((count, machine) => count > 0 && history.heldOut[machine] === 1)).toHaveLength(0);
  });

  it('upsell: the offer brings 0.400 from the flagged, and 1.035 more from the others', () => {
    const truth = upsellTruth(simulateUpsell(UPSELL, 'propensity', SIZE, createRandom('truth')));
    expect(truth.itt).toBeCloseTo(0.4, 3);
    expect(Math.abs((truth.gap ?? 0) + 1.035)).toBeLessThan(0.02);
    const byUplift = upsellTruth(simulateUpsell(UPSELL, 'uplift', SIZE, createRandom('truth')));
    expect(byUplift.gap).toBeGreaterThan(1);
  });

  it('widgets: stores sell 24 more a week with the display, on top of what all stores share', () => {
    const random = createRandom('truth');
    const panel = simulateStores({ ...STORES, stores: 3_000, treated: 1_500, noise: 1 }, random);
    const meanSales = (isTreated: boolean, isAfter: boolean) =>
      mean(
        panel
          .filter((point) => point.isTreated === isTreated && point.period >= STORES.startWeek === isAfter)
          .map(({ value }) => value),
      );
    const did = meanSales(true, true) - meanSales(true, false) - (meanSales(false, true) - meanSales(false, false));
    expect(Math.abs(did - 24)).toBeLessThan(0.5);
  });

  it('have both potential outcomes drawn with the same luck: a call that changes nothing changes nobody', () => {
    const units = simulateChurn({ ...CHURN, ...CHURN_VARIANTS.brief_case }, 20_000, createRandom('nothing'));
    expect(units.event).toEqual(units.eventUntouched);
  });
});

const variantSchema = z.enum(
  Object.keys(CHURN_VARIANTS) as [keyof typeof CHURN_VARIANTS, ...(keyof typeof CHURN_VARIANTS)[]],
);

/** A variant in the flat words of the vector file. */
function flat(variant: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const parts = z
    .object({
      effect: z.object({ flagged: z.number(), unflagged: z.number() }).optional(),
      reach: z.object({ base: z.number() }).optional(),
    })
    .loose()
    .parse(variant);
  const { effect, reach, ...rest } = parts;
  return {
    ...rest,
    ...(effect ? { effectFlagged: effect.flagged, effectUnflagged: effect.unflagged } : {}),
    ...(reach ? { reach: reach.base } : {}),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
