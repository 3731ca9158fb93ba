/** A point of a curve. */
export interface CurvePoint {
  readonly step: number;
  /** NaN or infinite where the curve stopped being a number. */
  readonly value: number;
}

/** A curve that is being thinned out while its points are read, in any order. */
export interface ThinningCurve {
  add(step: number, value: number): void;
  /** What is left, by step. */
  points(): readonly CurvePoint[];
}

/** Points that are kept of a bucket: its first, its last, its least and its greatest. */
const KEPT_PER_BUCKET = 4;

/**
 * Thins a curve out to at most about `most` points without hiding anything that stands out: the steps from `first` to
 * `last` are cut into equal buckets, and of each bucket the first, the last, the least and the greatest value stay. So
 * every peak is drawn where it was. Of values that are no numbers the first after each kept number stays, so that a drawing
 * can say where the curve broke off; those at the place of a number that is kept are left out.
 */
export function openCurve(first: number, last: number, most: number): ThinningCurve {
  const buckets = Math.max(1, Math.floor(most / KEPT_PER_BUCKET));
  const width = Math.max(1, last - first + 1) / buckets;
  const steps = new Float64Array(buckets * KEPT_PER_BUCKET);
  const values = new Float64Array(buckets * KEPT_PER_BUCKET).fill(Number.NaN);
  const keep = (at: number, step: number, value: number): void => {
    steps[at] = step;
    values[at] = value;
  };
  const lost: CurvePoint[] = [];
  const valueAt = (at: number): number => values[at] ?? Number.NaN;
  const stepAt = (at: number): number => steps[at] ?? Number.NaN;
  return {
    add: (step, value) => {
      if (!Number.isFinite(value)) {
        lost.push({ step, value });
        return;
      }
      const bucket = Math.min(buckets - 1, Math.max(0, Math.floor((step - first) / width)));
      const at = bucket * KEPT_PER_BUCKET;
      if (Number.isNaN(valueAt(at))) {
        for (let place = 0; place < KEPT_PER_BUCKET; place += 1) keep(at + place, step, value);
        return;
      }
      if (step < stepAt(at)) keep(at, step, value);
      if (step >= stepAt(at + 1)) keep(at + 1, step, value);
      if (value < valueAt(at + 2)) keep(at + 2, step, value);
      if (value > valueAt(at + 3)) keep(at + 3, step, value);
    },
    points: () => {
      const kept: CurvePoint[] = [];
      for (let bucket = 0; bucket < buckets; bucket += 1) kept.push(...pointsOf(bucket * KEPT_PER_BUCKET));
      return lost.length === 0 ? kept : withLost(kept);
    },
  };

  function withLost(kept: readonly CurvePoint[]): readonly CurvePoint[] {
    lost.sort((a, b) => a.step - b.step);
    const merged: CurvePoint[] = [];
    let at = 0;
    for (const next of [...kept, null]) {
      const before = merged.at(-1)?.step ?? Number.NEGATIVE_INFINITY;
      while (at < lost.length && (lost[at]?.step ?? 0) <= before) at += 1;
      const broken = lost[at];
      if (broken && (next === null || broken.step < next.step)) merged.push(broken);
      if (next !== null) merged.push(next);
    }
    return merged;
  }

  function pointsOf(at: number): readonly CurvePoint[] {
    if (Number.isNaN(valueAt(at))) return [];
    const distinct = new Map<string, CurvePoint>();
    for (let place = at; place < at + KEPT_PER_BUCKET; place += 1) {
      const point = { step: stepAt(place), value: valueAt(place) };
      distinct.set(`${point.step} ${point.value}`, point);
    }
    return [...distinct.values()].sort((a, b) => a.step - b.step);
  }
}
