import type { ThinningCurve } from './thin-curve.ts';

/** What a curve runs over: steps as they were logged, or milliseconds since the first value of the run's metric. */
export type CurveAxis = 'step' | 'time';

/** A point of a history in the order of its key: moment, step, value. */
export interface BlockPoint {
  readonly timestampMs: number;
  readonly step: number;
  readonly value: number;
}

/** A summary of a history as it is kept; `blocks` has twelve numbers for each block. */
export interface CurveSummary {
  /** Points that it covers, those included whose values are no numbers. */
  readonly points: number;
  readonly pointsPerBlock: number;
  readonly blocks: Float64Array;
  /** The first moment of all. */
  readonly beginMs: number;
  /** The last point, after which the history goes on. */
  readonly end: BlockPoint;
  readonly leastStep: number;
  readonly greatestStep: number;
}

/** Blocks at most; with this many the neighbours are joined, so that a summary has at least half of it. */
const MOST_BLOCKS = 2_048;
/** A block keeps its first, last, least and greatest point: moment, step and value of each. */
const NUMBERS_PER_POINT = 3;
const NUMBERS_PER_BLOCK = 4 * NUMBERS_PER_POINT;
/** Where a block's points begin. */
const AT = { first: 0, last: 3, least: 6, greatest: 9 } as const;

/**
 * Summarises a history while it grows: equally many consecutive points make a block, and of each block the first, the
 * last, the least and the greatest point stay where they were. A curve that is drawn from the blocks therefore shows every
 * extreme of each block, and costs the same whether the history has ten thousand points or ten million.
 */
export class CurveBlocks {
  #points = 0;
  #perBlock = 1;
  #beginMs = 0;
  #end: BlockPoint = { timestampMs: 0, step: 0, value: Number.NaN };
  #leastStep = Number.POSITIVE_INFINITY;
  #greatestStep = Number.NEGATIVE_INFINITY;
  readonly #numbers = new Float64Array(MOST_BLOCKS * NUMBERS_PER_BLOCK).fill(Number.NaN);

  /** Goes on from a kept summary, or begins with nothing. */
  constructor(kept?: CurveSummary) {
    if (!kept) return;
    this.#points = kept.points;
    this.#perBlock = kept.pointsPerBlock;
    this.#beginMs = kept.beginMs;
    this.#end = kept.end;
    this.#leastStep = kept.leastStep;
    this.#greatestStep = kept.greatestStep;
    this.#numbers.set(kept.blocks);
  }

  get points(): number {
    return this.#points;
  }

  /** Adds the next point in the order of moment, step and value. */
  add(timestampMs: number, step: number, value: number): void {
    if (this.#points === MOST_BLOCKS * this.#perBlock) this.#joinNeighbours();
    if (this.#points === 0) this.#beginMs = timestampMs;
    this.#end = { timestampMs, step, value };
    if (step < this.#leastStep) this.#leastStep = step;
    if (step > this.#greatestStep) this.#greatestStep = step;
    const block = Math.floor(this.#points / this.#perBlock) * NUMBERS_PER_BLOCK;
    this.#points += 1;
    if (!Number.isFinite(value)) return;
    const isFirst = Number.isNaN(this.#valueAt(block + AT.first));
    if (isFirst) this.#put(block + AT.first, timestampMs, step, value);
    this.#put(block + AT.last, timestampMs, step, value);
    if (isFirst || value < this.#valueAt(block + AT.least)) this.#put(block + AT.least, timestampMs, step, value);
    if (isFirst || value > this.#valueAt(block + AT.greatest)) this.#put(block + AT.greatest, timestampMs, step, value);
  }

  /** What is kept of it. */
  summary(): CurveSummary {
    const blocks = Math.ceil(this.#points / this.#perBlock);
    return {
      points: this.#points,
      pointsPerBlock: this.#perBlock,
      blocks: this.#numbers.slice(0, blocks * NUMBERS_PER_BLOCK),
      beginMs: this.#beginMs,
      end: this.#end,
      leastStep: this.#leastStep,
      greatestStep: this.#greatestStep,
    };
  }

  /** The last point of all, whatever its value. */
  get end(): BlockPoint {
    return this.#end;
  }

  /** The last point whose value is a number; `null` when none is. */
  lastNumber(): BlockPoint | null {
    for (let block = Math.ceil(this.#points / this.#perBlock) - 1; block >= 0; block -= 1) {
      const at = block * NUMBERS_PER_BLOCK + AT.last;
      const [timestampMs = 0, step = 0, value = Number.NaN] = this.#numbers.subarray(at, at + NUMBERS_PER_POINT);
      if (Number.isFinite(value)) return { timestampMs, step, value };
    }
    return null;
  }

  /** The ends of the curve on an axis, as they stand on it. */
  bounds(axis: CurveAxis): { readonly first: number; readonly last: number } {
    return axis === 'step'
      ? { first: this.#leastStep, last: this.#greatestStep }
      : { first: 0, last: this.#end.timestampMs - this.#beginMs };
  }

  /**
   * Gives every kept point to a curve on an axis.
   * @param stop where the history stopped being a number, when it did; the blocks do not keep such points.
   */
  drawOn(curve: ThinningCurve, axis: CurveAxis, stop: BlockPoint | null = null): void {
    if (stop) curve.add(axis === 'step' ? stop.step : stop.timestampMs - this.#beginMs, stop.value);
    const end = Math.ceil(this.#points / this.#perBlock) * NUMBERS_PER_BLOCK;
    for (let at = 0; at < end; at += NUMBERS_PER_POINT) {
      const [timestampMs = 0, step = 0, value = Number.NaN] = this.#numbers.subarray(at, at + NUMBERS_PER_POINT);
      // A block in which nothing was a number keeps none; that is no place where the curve broke.
      if (Number.isFinite(value)) curve.add(axis === 'step' ? step : timestampMs - this.#beginMs, value);
    }
  }

  #valueAt(point: number): number {
    return this.#numbers[point + 2] ?? Number.NaN;
  }

  #put(point: number, timestampMs: number, step: number, value: number): void {
    this.#numbers[point] = timestampMs;
    this.#numbers[point + 1] = step;
    this.#numbers[point + 2] = value;
  }

  #joinNeighbours(): void {
    for (let block = 0; block < MOST_BLOCKS; block += 2) {
      const target = (block / 2) * NUMBERS_PER_BLOCK;
      const [left, right] = [block * NUMBERS_PER_BLOCK, (block + 1) * NUMBERS_PER_BLOCK];
      const isLeftEmpty = Number.isNaN(this.#valueAt(left + AT.first));
      const isRightEmpty = Number.isNaN(this.#valueAt(right + AT.first));
      const take = (point: number, isRight: boolean): void => {
        const from = (isRight ? right : left) + point;
        this.#numbers.copyWithin(target + point, from, from + NUMBERS_PER_POINT);
      };
      // Read before anything is moved: the first block of all is its own target.
      const isRightLess = this.#valueAt(right + AT.least) < this.#valueAt(left + AT.least);
      const isRightGreater = this.#valueAt(right + AT.greatest) > this.#valueAt(left + AT.greatest);
      take(AT.first, isLeftEmpty);
      take(AT.last, !isRightEmpty);
      take(AT.least, isLeftEmpty || isRightLess);
      take(AT.greatest, isLeftEmpty || isRightGreater);
    }
    this.#numbers.fill(Number.NaN, (MOST_BLOCKS / 2) * NUMBERS_PER_BLOCK);
    this.#perBlock *= 2;
  }
}
