import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyProblem } from './check-logged.ts';
import { CoalescingQueue } from './coalescing-queue.ts';
import { experimentNoOf, mayOnUnconnected, slugInName } from './experiment.ts';
import { pickEvenly } from './pick-evenly.ts';
import { inventRunName, isLater } from './run.ts';
import { openCurve } from './thin-curve.ts';

const NUMBER = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('a curve that is thinned out', () => {
  it('keeps its first, its last, its least and its greatest point, and invents none', () => {
    const points = fc.array(fc.record({ step: fc.nat(10_000), value: NUMBER }), { minLength: 1 });
    fc.assert(
      fc.property(points, fc.integer({ min: 8, max: 400 }), (given, most) => {
        const steps = given.map(({ step }) => step);
        const curve = openCurve(Math.min(...steps), Math.max(...steps), most);
        for (const { step, value } of given) curve.add(step, value);
        const kept = curve.points();
        const values = given.map(({ value }) => value);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(Math.max(...kept.map(({ value }) => value))).toBe(Math.max(...values));
        expect(Math.min(...kept.map(({ value }) => value))).toBe(Math.min(...values));
        expect(kept[0]?.step).toBe(Math.min(...steps));
        expect(kept.at(-1)?.step).toBe(Math.max(...steps));
        for (const point of kept)
          expect(given.some(({ step, value }) => step === point.step && value === point.value)).toBe(true);
        expect(kept.map(({ step }) => step)).toEqual(kept.map(({ step }) => step).sort((a, b) => a - b));
      }),
    );
  });

  it('keeps a single peak among a million points that are no numbers, and where it begins and ends', () => {
    const curve = openCurve(0, 999_999, 1_000);
    for (let step = 0; step < 1_000_000; step += 1) curve.add(step, step === 123_457 ? 99 : Number.NaN);
    expect(curve.points()).toEqual([
      { step: 0, value: Number.NaN },
      { step: 123_457, value: 99 },
      { step: 123_458, value: Number.NaN },
    ]);
  });

  it('says where it stopped being a number, in whatever order the points come', () => {
    const given = [1, 2, Number.NaN, Number.NaN, 5, 6, Number.POSITIVE_INFINITY, Number.NaN, Number.NaN];
    for (const order of [given.map((_, step) => step), given.map((_, step) => given.length - 1 - step)]) {
      const curve = openCurve(0, given.length - 1, 100);
      for (const step of order) curve.add(step, given[step] ?? 0);
      expect(curve.points().map(({ step, value }) => `${step} ${value}`)).toEqual([
        '0 1',
        '1 2',
        '2 NaN',
        '4 5',
        '5 6',
        '6 Infinity',
      ]);
    }
  });
});

describe('the latest value', () => {
  it('is the one of the greatest step, then moment, then value, with NaN above all numbers', () => {
    const of = (step: number, timestampMs: number, value: number) => ({ step, timestampMs, value });
    expect(isLater(of(1, 0, 0), of(0, 9, 9))).toBe(true);
    expect(isLater(of(1, 1, 0), of(1, 0, 9))).toBe(true);
    expect(isLater(of(1, 1, 2), of(1, 1, 1))).toBe(true);
    expect(isLater(of(1, 1, Number.NaN), of(1, 1, 1))).toBe(true);
    expect(isLater(of(1, 1, 5), of(1, 1, Number.NaN))).toBe(false);
    expect(isLater(of(1, 1, Number.NaN), of(1, 1, Number.NaN))).toBe(false);
  });
});

describe('names and keys', () => {
  it.each([
    ['churn-q3/gradient boosting', 'churn-q3'],
    ['churn/a/b', 'churn'],
    ['churn', null],
    ['/churn', null],
    ['churn/', null],
    ['Churn/x', null],
    ['../x', null],
    ['a--b/x', null],
  ])('the name %s means the initiative %s', (name, slug) => expect(slugInName(name)).toBe(slug));

  it.each([
    ['0', 0],
    ['17', 17],
    ['', null],
    ['-1', null],
    ['1.0', null],
    ['9'.repeat(17), null],
  ])('the id %s is the number %s', (id, no) => expect(experimentNoOf(id)).toBe(no));

  it.each(['a', 'val/loss', 'a b', 'x:y', 'größe', '损失', 'a.b-c_d'])('%s is a key', (key) =>
    expect(keyProblem(key)).toBeNull(),
  );
  it.each(['', '/a', 'a/', 'a//b', '.', '..', 'a/../b', './a', 'a\\b', 'a#b', 'a\nb', 'k'.repeat(251)])(
    '%j is no key',
    (key) => expect(keyProblem(key)).not.toBeNull(),
  );

  it('a name is invented from three chances', () => {
    expect(inventRunName(0, 0, 0)).toBe('able-ash-0');
    expect(inventRunName(0.999_999, 0.999_999, 0.999_999)).toBe('mild-wren-999');
  });

  it('an unconnected experiment is changed by its maker and by administrators, and read and logged to by all', () => {
    const person = { accountId: 'a', name: 'A', isAdministrator: false, isAuditor: false };
    expect(mayOnUnconnected(person, 'b', 'see')).toBe(true);
    expect(mayOnUnconnected(person, 'b', 'log')).toBe(true);
    expect(mayOnUnconnected(person, 'b', 'change')).toBe(false);
    expect(mayOnUnconnected(person, 'a', 'change')).toBe(true);
    expect(mayOnUnconnected({ ...person, isAdministrator: true }, null, 'change')).toBe(true);
  });

  it('places are picked evenly with both ends', () => {
    expect(pickEvenly([1, 2, 3], 5)).toEqual([1, 2, 3]);
    expect(pickEvenly([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 3)).toEqual([0, 5, 10]);
    expect(pickEvenly([1, 2, 3], 1)).toEqual([1]);
  });
});

describe('the queue of small writes', () => {
  it('sends together what arrives while a write runs, within its limits', async () => {
    const groups: number[][] = [];
    const queue = new CoalescingQueue<number>(
      async (items) => {
        groups.push([...items]);
        await Promise.resolve();
        return items.map(() => null);
      },
      (item) => item,
      { items: 3, weight: 10 },
    );
    await Promise.all([1, 2, 3, 4, 5, 20, 1].map((item) => queue.add(item)));
    expect(groups).toEqual([[1], [2, 3, 4], [5], [20], [1]]);
  });

  it('fails only the item that is bad, and tries the others alone', async () => {
    const stored: string[] = [];
    const queue = new CoalescingQueue<string>(
      async (items) => {
        if (items.includes('bad')) throw new Error('bad');
        stored.push(...items);
        return items.map((item) => (item === 'refused' ? new Error('refused') : null));
      },
      () => 1,
      { items: 10, weight: 10 },
    );
    const answers = await Promise.allSettled(['a', 'b', 'bad', 'refused', 'c'].map((item) => queue.add(item)));
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect(stored).toEqual(['a', 'b', 'refused', 'c']);
  });
});
