import { describe, expect, it } from 'vitest';
import { quantileThresholds } from './binning.ts';
import type { SplitSearch } from './find-split.ts';
import { histogramOffsets } from './histogram.ts';
import { type HistogramEngine, histogramEngine, PLAIN_ENGINE } from './histogram-engine.ts';
import { randomNumbers } from './random.ts';

const BYTES = 2 ** 20;
const UNIT = 2 ** 12;
const random = randomNumbers(5);

/** Quarters, so that ties and values on a cut are frequent, with what floats have beside numbers. */
function awkwardValues(rows: number): Float32Array {
  const strange = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 3.4028234663852886e38];
  return Float32Array.from({ length: rows }, (_, row) =>
    row % 9 === 0 ? (strange[row % strange.length] ?? 0) : Math.floor(400 * random.next() - 200) / 4,
  );
}

/** Histograms of features with 0 to 254 cuts: bins without rows among them, and missing values in every second feature. */
function someHistogram(engine: HistogramEngine, sizes: readonly number[], at: () => number) {
  const offsets = engine.indices(sizes.length + 1);
  offsets.set(histogramOffsets(sizes.map((cuts) => new Float32Array(cuts))));
  const histogram = engine.numbers(offsets.at(-1) ?? 0);
  for (let bin = 0; bin < histogram.length; bin += 2) {
    const rows = Math.floor(4 * at());
    histogram[bin] = rows === 0 ? 0 : Math.floor(1000 * at() - 500) / 64;
    histogram[bin + 1] = rows * (UNIT + Math.ceil(64 * at()) / 256);
  }
  for (let feature = 0; feature < sizes.length; feature += 2) {
    const missing = (offsets[feature + 1] ?? 0) - 2;
    histogram.fill(0, missing, missing + 2);
  }
  return { histogram, offsets };
}

describe('the kernel', () => {
  it('is what runs here', () => {
    expect(histogramEngine(BYTES)).not.toBe(PLAIN_ENGINE);
  });

  it.each([0, 1, 2, 7, 100, 254])(
    'puts every value into the bin in which plain TypeScript puts it, with %i cuts',
    (cuts) => {
      const values = awkwardValues(3000);
      const thresholds = quantileThresholds(awkwardValues(3000), cuts + 1);
      const [plain, own] = [PLAIN_ENGINE, histogramEngine(BYTES)].map((engine) => {
        const codes = engine.bytes(2 * values.length);
        engine.writeBins(codes, values.length, values, thresholds);
        return [...codes];
      });
      expect(own).toEqual(plain);
    },
  );

  it('finds the very split that plain TypeScript finds, whatever bins are empty and whatever is missing', () => {
    let found = 0;
    for (let seed = 0; seed < 200; seed++) {
      const sizes = [0, 1, 3, 20, 254].map((size) => size + (seed % 2));
      const [plain, own] = [PLAIN_ENGINE, histogramEngine(BYTES)].map((engine) => {
        const numbers = randomNumbers(seed);
        const { histogram, offsets } = someHistogram(engine, sizes.slice(0, 1 + (seed % 5)), () => numbers.next());
        const leaf = { gradient: 3, curvature: 900, rows: 40 + seed, lowest: -Infinity, highest: Infinity };
        const rules = { minRowsPerLeaf: 1 + (seed % 7), l2: seed % 3, monotone: new Int8Array(sizes.length) };
        const search: SplitSearch = {
          gain: 1e-12,
          feature: -1,
          bin: 0,
          missingGoesLeft: false,
          gradient: 0,
          packed: 0,
        };
        engine.scan(histogram, offsets, leaf, UNIT, rules, search);
        return search;
      });
      expect(own).toEqual(plain);
      if (own !== undefined && own.feature >= 0) found++;
    }
    expect(found).toBeGreaterThan(100);
  });

  it('takes one histogram from another exactly', () => {
    const [plain, own] = [PLAIN_ENGINE, histogramEngine(BYTES)].map((engine) => {
      const numbers = randomNumbers(9);
      const parent = someHistogram(engine, [5, 254], () => numbers.next()).histogram;
      engine.subtract(parent, someHistogram(engine, [5, 254], () => numbers.next()).histogram);
      return [...parent];
    });
    expect(own).toEqual(plain);
  });
});
