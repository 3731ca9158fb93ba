import { courseWords } from '../../training/index.ts';
import type { ExplainedColumn } from './explanation-queries.ts';

/** What a curve shows, as the title of its picture. Of yes and no the higher one is named. */
export function courseFinding({ name, facts, points }: ExplainedColumn): string {
  if (facts.kind !== 'yes-no') return courseWords(name, points);
  const highest = points.reduce<(typeof points)[number] | null>(
    (most, point) => (most === null || point.mean > most.mean ? point : most),
    null,
  );
  return `Predictions are highest where ${name} is ${highest?.value === 1 ? 'yes' : 'no'}`;
}
