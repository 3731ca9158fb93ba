/** Relative distance up to which two measured numbers are the same: records come in another order each time they are read. */
const TOLERANCE = 1e-9;
/** Differences that are named. */
const MOST_DIFFERENCES = 20;

/**
 * Where two reports differ, as paths such as `money.netTotal.estimate`. Numbers are the same when they agree to nine digits;
 * everything else must be equal. A property that is absent equals one that is undefined.
 */
export function differencesOf(stored: unknown, measured: unknown): string[] {
  const found: string[] = [];
  compare(stored, measured, '', found);
  return found;
}

function compare(left: unknown, right: unknown, path: string, found: string[]): void {
  if (found.length >= MOST_DIFFERENCES || isSame(left, right)) return;
  if (!isContainer(left) || !isContainer(right) || Array.isArray(left) !== Array.isArray(right)) {
    found.push(path);
    return;
  }
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  for (const name of names) {
    const inside = Array.isArray(left) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    compare(Reflect.get(left, name), Reflect.get(right, name), inside, found);
  }
}

function isSame(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number') {
    return left === right || Math.abs(left - right) <= TOLERANCE * Math.max(Math.abs(left), Math.abs(right));
  }
  return left === right;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
