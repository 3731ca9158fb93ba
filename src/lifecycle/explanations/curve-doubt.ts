import { rangeWords } from '../../words/index.ts';
import type { ColumnFacts, TrainingResult } from '../training/index.ts';
import type { CoursePoint, Judgement } from './explanation.ts';
import { cellWords, predictionWords, shortly } from './explanation-words.ts';

/** What experts call wrong in one curve, as the beginning of a finding. */
export interface CurveDoubt {
  /** A few words that others know it by. */
  readonly title: string;
  /** Each region with what the model says there, and what was said about it. */
  readonly seen: string;
}

/** A curve as far as words about it need it. */
export interface DoubtedCurve {
  readonly facts: Pick<ColumnFacts, 'kind' | 'name'>;
  readonly unit: string | null;
  readonly target: Pick<TrainingResult['target'], 'kind' | 'name'>;
  /** The points that can be signed, in the order of the curve. */
  readonly places: readonly Pick<CoursePoint, 'value' | 'mean'>[];
}

/**
 * The regions of a curve that experts call wrong, in words; null where nobody calls any point wrong. Points that follow each
 * other on a curve over numbers make one region.
 */
export function curveDoubt(
  curve: DoubtedCurve,
  said: readonly Pick<Judgement, 'value' | 'verdict' | 'remark'>[],
): CurveDoubt | null {
  const wrong = said.filter(({ verdict }) => verdict === 'wrong');
  const isWrong = new Set(wrong.map(({ value }) => value));
  const regions = regionsOf(curve, isWrong);
  if (regions.length === 0) return null;
  const where = regions.map((region) => regionWords(curve, region));
  const lines = regions.map((region, at) => {
    const remarks = wrong.flatMap(({ value, remark }) =>
      remark !== null && remark !== '' && region.some((place) => place.value === value) ? [remark] : [],
    );
    return [`Where ${where[at]}, the model foresees ${foreseenWords(curve, region)}. That is wrong.`, ...remarks].join(
      ' ',
    );
  });
  return { title: `The curve is wrong where ${where.join(', and where ')}`, seen: lines.join('\n') };
}

type Region = DoubtedCurve['places'];

function regionsOf({ facts, places }: DoubtedCurve, isWrong: ReadonlySet<number | string>): readonly Region[] {
  const regions: Region[number][][] = [];
  let open = false;
  for (const place of places) {
    const last = regions.at(-1);
    if (!isWrong.has(place.value)) open = false;
    else if (open && last !== undefined) last.push(place);
    else {
      regions.push([place]);
      // Words, and yes and no, stand beside each other without an order.
      open = facts.kind === 'number';
    }
  }
  return regions;
}

function regionWords({ facts, unit }: DoubtedCurve, region: Region): string {
  const [first, last] = [region[0], region.at(-1)];
  if (first === undefined || last === undefined) return facts.name;
  const from = cellWords(facts, first.value, first === last ? unit : null);
  return `${facts.name} is ${first === last ? from : `${from} to ${cellWords(facts, last.value, unit)}`}`;
}

function foreseenWords({ target }: DoubtedCurve, region: Region): string {
  const means = region.map(({ mean }) => mean);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const words = (mean: number): string => predictionWords(target, mean);
  if (words(low) === words(high)) return words(low);
  return target.kind === 'number' ? rangeWords(low, high, shortly) : `between ${words(low)} and ${words(high)}`;
}
