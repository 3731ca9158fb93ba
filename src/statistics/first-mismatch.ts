/**
 * Compares a result with the figures of a vector file, number by number; only tests use it.
 *
 * Numbers agree when they differ by at most `tolerance` times the larger of 1 and the expected size, so that the tolerance
 * is relative for large figures and absolute for small ones. Fields that the vector does not name are not compared.
 *
 * @returns a sentence that names the first field that differs, or undefined when everything agrees.
 */
export function firstMismatch(
  actual: unknown,
  expected: unknown,
  tolerance: number,
  path = 'result',
): string | undefined {
  if (typeof expected === 'number') {
    const agrees =
      typeof actual === 'number' && Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));
    return agrees ? undefined : `${path} is ${String(actual)}, expected ${expected} within ${tolerance}`;
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null) return `${path} is ${String(actual)}, expected an object`;
    if (Array.isArray(expected) && Array.isArray(actual) && actual.length !== expected.length) {
      return `${path} has ${actual.length} entries, expected ${expected.length}`;
    }
    const fields = new Map<string, unknown>(Object.entries(actual));
    for (const [name, value] of Object.entries(expected)) {
      const mismatch = firstMismatch(fields.get(name), value, tolerance, `${path}.${name}`);
      if (mismatch !== undefined) return mismatch;
    }
    return undefined;
  }
  return actual === expected ? undefined : `${path} is ${String(actual)}, expected ${String(expected)}`;
}
