import type { ExplainedColumn } from './explanation-queries.ts';

/** What a curve shows, as the title of its picture. */
export function courseFinding({ name, facts, points }: ExplainedColumn): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return `${name} has no curve`;
  const highest = points.reduce((most, point) => (point.mean > most.mean ? point : most), first);
  if (facts.kind !== 'number') {
    const word = facts.kind === 'yes-no' ? (highest.value === 1 ? 'yes' : 'no') : String(highest.value);
    return `Predictions are highest where ${name} is ${word}`;
  }
  const isRising = points.every(({ mean }, at) => at === 0 || mean >= (points[at - 1]?.mean ?? mean));
  const isFalling = points.every(({ mean }, at) => at === 0 || mean <= (points[at - 1]?.mean ?? mean));
  if (isRising === isFalling) return `Predictions go up and down with ${name}`;
  return isRising ? `The higher ${name}, the higher the prediction` : `The higher ${name}, the lower the prediction`;
}
