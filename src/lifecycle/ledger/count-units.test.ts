import { describe, expect, it } from 'vitest';
import { UnitCounter } from './count-units.ts';

function counted(texts: Iterable<string>, limit?: number) {
  const counter = new UnitCounter(limit);
  for (const text of texts) counter.add(text);
  return counter.counted;
}

const units = (count: number) => Array.from({ length: count }, (_, index) => `customer-${index}`);

describe('counting different units', () => {
  it('is exact while they are few, however often each comes', () => {
    expect(counted([...units(20_000), ...units(20_000)])).toEqual({ count: 20_000, isExact: true });
    expect(counted([])).toEqual({ count: 0, isExact: true });
    expect(counted(['Ä1', 'ä1', ' ä1', 'Ä1'])).toEqual({ count: 3, isExact: true });
  });

  it('is an estimate within five standard errors, 1.2 / sqrt(sample), when they are many', () => {
    for (const total of [50_000, 123_456, 400_000]) {
      const { count, isExact } = counted(units(total), 4_096);
      expect(isExact).toBe(false);
      expect(Math.abs(count / total - 1)).toBeLessThan((5 * 1.2) / Math.sqrt(2_048));
    }
  });
});
