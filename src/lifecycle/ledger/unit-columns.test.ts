import { describe, expect, it } from 'vitest';
import type { Arm } from '../actions/index.ts';
import { FLAG, type UnitColumns, UnitColumnsBuilder } from './unit-columns.ts';
import { UnitIndex } from './unit-index.ts';

const DAY = 86_400_000;
const ANCHOR = Date.parse('2026-03-01T00:00:00Z');

function builderWith(...units: readonly { readonly unitNo: number; readonly arm?: Arm; readonly isMixed?: boolean }[]) {
  const builder = new UnitColumnsBuilder({ actionWindowDays: 7, outcomeWindowDays: 30, metrics: ['churned', 'hours'] });
  for (const { unitNo, arm = 'action', isMixed = false } of units) {
    builder.addUnit({ unitNo, anchorMs: ANCHOR, arm, propensity: 0.8, isMixed, stratum: 'north', cluster: '' });
  }
  return builder;
}

const prediction = (days: number, score: number) => ({
  unitNo: 1,
  atMs: ANCHOR + days * DAY,
  score,
  threshold: 0.5,
  probability: Number.NaN,
  preValue: score * 10,
  isFlagged: score >= 0.5,
});

const action = (days: number, more: object = {}) => ({
  unitNo: 1,
  atMs: ANCHOR + days * DAY,
  hasArrived: true,
  isPlanned: false,
  costCents: 100,
  ...more,
});

const outcome = (days: number, value: number, more: object = {}) => ({
  unitNo: 1,
  atMs: ANCHOR + days * DAY,
  metric: 0,
  value,
  denominator: Number.NaN,
  ...more,
});

/** Every order of the items. */
function orders<Item>(items: readonly Item[]): readonly Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) => orders(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]));
}

describe('the prediction that counts', () => {
  const scoreOf = (given: readonly ReturnType<typeof prediction>[]) => {
    const builder = builderWith({ unitNo: 1 });
    for (const each of given) builder.addPrediction(each);
    return builder.build().score[0];
  };

  it('is the latest one up to the anchor, in whatever order they come', () => {
    for (const order of orders([prediction(-9, 0.1), prediction(0, 0.2), prediction(-1, 0.3), prediction(2, 0.9)])) {
      expect(scoreOf(order)).toBe(0.2);
    }
  });

  it('is the first one after the anchor when none came before it', () => {
    for (const order of orders([prediction(3, 0.1), prediction(1, 0.2), prediction(9, 0.3)])) {
      expect(scoreOf(order)).toBe(0.2);
    }
  });

  it('is the higher score of two at the same moment', () => {
    for (const order of orders([prediction(-1, 0.4), prediction(-1, 0.7)])) expect(scoreOf(order)).toBe(0.7);
  });

  it('is absent for a unit that nobody scored', () => {
    const columns = builderWith({ unitNo: 1 }).build();
    expect([columns.flag[0], columns.score[0], columns.preValue[0]]).toEqual([
      FLAG.unpredicted,
      Number.NaN,
      Number.NaN,
    ]);
  });
});

describe('a unit is reached', () => {
  const built = (...given: readonly ReturnType<typeof action>[]): UnitColumns => {
    const builder = builderWith({ unitNo: 1 });
    for (const each of given) builder.addAction(each);
    return builder.build();
  };

  it('from the anchor to the end of the action window, both included, by the first action that arrived', () => {
    expect(built(action(0)).reachedMs[0]).toBe(ANCHOR);
    expect(built(action(7)).reachedMs[0]).toBe(ANCHOR + 7 * DAY);
    expect(built(action(5), action(2)).reachedMs[0]).toBe(ANCHOR + 2 * DAY);
    expect(built(action(-0.001)).reachedMs[0]).toBeNaN();
    expect(built(action(7.001)).reachedMs[0]).toBeNaN();
    expect(built(action(1, { hasArrived: false })).reachedMs[0]).toBeNaN();
  });

  it('and what was spent counts for the whole outcome window, whether it arrived or not', () => {
    const columns = built(
      action(1),
      action(20, { costCents: 30 }),
      action(2, { hasArrived: false, costCents: 5 }),
      action(31, { costCents: 1_000 }),
      action(-1, { costCents: 1_000 }),
      action(3, { isPlanned: true, hasArrived: false, costCents: 1_000 }),
    );
    expect(columns.costCents[0]).toBe(135);
    expect(columns.costRecords).toBe(3);
    expect(columns.actionRecords).toBe(5);
  });

  it('and an action that arrived without a cost is counted as such', () => {
    const columns = built(
      action(1, { costCents: Number.NaN }),
      action(2, { costCents: Number.NaN, hasArrived: false }),
    );
    expect([columns.uncostedActions[0], columns.costCents[0], columns.costRecords]).toEqual([1, 0, 0]);
  });
});

describe('an outcome', () => {
  const built = (...given: readonly ReturnType<typeof outcome>[]): UnitColumns => {
    const builder = builderWith({ unitNo: 1 });
    for (const each of given) builder.addOutcome(each);
    return builder.build();
  };

  it('counts from the anchor until just before the end of its window', () => {
    expect(built(outcome(0, 1)).outcomes[0]?.sum[0]).toBe(1);
    expect(built(outcome(29.999, 1)).outcomes[0]?.sum[0]).toBe(1);
    expect(built(outcome(30, 1)).outcomes[0]?.sum[0]).toBe(0);
    expect(built(outcome(-0.001, 1)).outcomes[0]?.isRecorded[0]).toBe(0);
  });

  it('adds up per metric, refunds included, and tells a nothing that was recorded from no record', () => {
    const columns = built(
      outcome(1, 5, { metric: 1 }),
      outcome(2, -2, { metric: 1 }),
      outcome(3, 0),
      outcome(4, 7, { metric: -1 }),
    );
    const [churned, hours] = columns.outcomes;
    expect([churned?.sum[0], churned?.isRecorded[0], churned?.records, churned?.zeroRecords]).toEqual([0, 1, 1, 1]);
    expect([hours?.sum[0], hours?.records, hours?.zeroRecords]).toEqual([3, 2, 0]);
  });

  it('has denominators only where a record states one', () => {
    const columns = built(outcome(1, 5, { metric: 1, denominator: 2 }), outcome(2, 1, { metric: 1 }), outcome(3, 1));
    expect(columns.outcomes[0]?.denominator).toBeNull();
    expect(columns.outcomes[1]?.denominator?.[0]).toBe(2);
  });
});

describe('the columns', () => {
  it('pass over records of units without an arm in the phase', () => {
    const builder = builderWith({ unitNo: 1 });
    builder.addPrediction({ ...prediction(0, 0.9), unitNo: 2 });
    builder.addAction({ ...action(1), unitNo: 2 });
    builder.addOutcome({ ...outcome(1, 1), unitNo: 2 });
    const columns = builder.build();
    expect([columns.count, columns.actionRecords, columns.outcomes[0]?.records]).toEqual([1, 0, 0]);
  });

  it('grow with the phase and keep every unit at its place', () => {
    const units = Array.from({ length: 5_000 }, (_, i) => ({ unitNo: (i * 7_919) % 999_983 }));
    const builder = builderWith(...units);
    for (const { unitNo } of units) builder.addOutcome({ ...outcome(1, unitNo), unitNo });
    const columns = builder.build();
    expect(columns.count).toBe(5_000);
    expect([...(columns.outcomes[0]?.sum ?? [])]).toEqual(units.map(({ unitNo }) => unitNo));
  });

  it('may be empty', () => {
    const columns = builderWith().build();
    expect([columns.count, columns.score.length, columns.outcomes.length]).toEqual([0, 0, 2]);
  });

  it('refuse an assignment after another record, and a unit that comes twice', () => {
    const builder = builderWith({ unitNo: 1 });
    builder.addOutcome(outcome(1, 1));
    const unit = {
      unitNo: 2,
      anchorMs: ANCHOR,
      arm: 'action',
      propensity: 1,
      isMixed: false,
      stratum: '',
      cluster: '',
    };
    expect(() => builder.addUnit({ ...unit, arm: 'action' })).toThrow('come before other records');
    expect(() => new UnitIndex([3, 4, 3])).toThrow('came twice');
  });
});
