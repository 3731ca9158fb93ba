import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRoomy, placeLabels, roomyTicks, textWidth, thinTicks, timeLabels, wrapText } from './layout.ts';

describe('labels at the end of lines', () => {
  it('labels that do not collide stay where they want to be', () => {
    expect(
      placeLabels(
        [
          { wanted: 20, height: 14 },
          { wanted: 80, height: 14 },
        ],
        0,
        100,
      ),
    ).toEqual([20, 80]);
  });

  it('two labels that want the same place share it', () => {
    expect(
      placeLabels(
        [
          { wanted: 50, height: 14 },
          { wanted: 50, height: 14 },
        ],
        0,
        100,
      ),
    ).toEqual([43, 57]);
  });

  it('no two labels ever overlap and none leaves the chart, as long as there is room for all', () => {
    const label = fc.record({ wanted: fc.integer({ min: -20, max: 220 }), height: fc.constantFrom(14, 28) });
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 6 }), (labels) => {
        const centres = placeLabels(labels, 0, 200);
        const boxes = labels
          .map((each, index) => ({
            from: (centres[index] ?? 0) - each.height / 2,
            to: (centres[index] ?? 0) + each.height / 2,
          }))
          .toSorted((a, b) => a.from - b.from);
        boxes.forEach((box, index) => {
          expect(box.from).toBeGreaterThanOrEqual(-1e-9);
          expect(box.to).toBeLessThanOrEqual(200 + 1e-9);
          const next = boxes[index + 1];
          if (next) expect(next.from).toBeGreaterThanOrEqual(box.to - 1e-9);
        });
      }),
    );
  });
});

describe('texts', () => {
  it('a line never grows wider than it may', () => {
    for (const line of wrapText('Customers whom the campaign reached in the first month', 100, 11)) {
      expect(textWidth(line, 11)).toBeLessThanOrEqual(100);
    }
  });

  it('what does not fit ends with an ellipsis', () => {
    expect(wrapText('one two three four five six seven eight', 60, 11, 2).at(-1)).toMatch(/…$/);
    expect(wrapText('Unbreakablelongword', 40, 11)[0]).toMatch(/…$/);
  });
});

describe('ticks', () => {
  const tick = (at: number) => ({ at, label: '1 Jan 2026' });

  it('the largest set whose labels do not touch is taken', () => {
    const ticks = roomyTicks((count) => Array.from({ length: count }, (_, i) => tick((i * 300) / count)), 12, 11);
    expect(isRoomy(ticks, 11)).toBe(true);
    expect(ticks.length).toBeGreaterThan(2);
  });

  it('categories are thinned evenly until they fit', () => {
    const kept = thinTicks(
      Array.from({ length: 24 }, (_, i) => tick(i * 20)),
      11,
    );
    expect(isRoomy(kept, 11, 6)).toBe(true);
    expect((kept[1]?.at ?? 0) - (kept[0]?.at ?? 0)).toBe((kept[2]?.at ?? 0) - (kept[1]?.at ?? 0));
  });

  it('months carry their year where it begins', () => {
    const months = ['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01'].map((day) => new Date(day));
    expect(timeLabels(months)).toEqual(['Nov 2025', 'Dec', 'Jan 2026', 'Feb']);
    expect(timeLabels(['2026-02-22', '2026-03-01', '2026-03-08'].map((day) => new Date(day)))).toEqual([
      '22 Feb',
      '1 Mar',
      '8',
    ]);
  });
});
