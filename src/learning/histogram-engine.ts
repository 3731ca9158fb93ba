import { type BinnedFeatures, MOST_BINS, type WriteBins, writeBins } from './binning.ts';
import { type LeafRules, type LeafSums, type ScanSplits, type SplitSearch, scanSplits } from './find-split.ts';
import { fillHistogram, subtractHistogram } from './histogram.ts';
import { HISTOGRAM_KERNEL } from './histogram-kernel.ts';

/** Adds up the pairs of rows by bin, all features; see `fillHistogram`. */
export type FillHistogram = typeof fillHistogram;

/** Where training keeps its arrays, and what runs the inner loops over them. Arrays of one engine are used with that engine only. */
export interface HistogramEngine {
  bytes(length: number): Uint8Array;
  indices(length: number): Uint32Array;
  numbers(length: number): Float64Array;
  readonly fill: FillHistogram;
  readonly subtract: typeof subtractHistogram;
  readonly scan: ScanSplits;
  readonly writeBins: WriteBins;
}

/** Plain TypeScript: works everywhere, and is what the kernel is held to. */
export const PLAIN_ENGINE: HistogramEngine = {
  bytes: (length) => new Uint8Array(length),
  indices: (length) => new Uint32Array(length),
  numbers: (length) => new Float64Array(length),
  fill: fillHistogram,
  subtract: subtractHistogram,
  scan: scanSplits,
  writeBins,
};

/**
 * The engine for arrays of so many bytes in all: the WebAssembly kernel, more than twice as fast, or plain TypeScript where
 * a machine refuses the kernel or its memory. Sums are exact, so models are the same to the last bit.
 */
export function histogramEngine(bytes: number): HistogramEngine {
  try {
    return kernelEngine(bytes);
  } catch {
    return PLAIN_ENGINE;
  }
}

/** What is used of WebAssembly, which the standard library of TypeScript knows in browsers only. */
interface WebAssemblyOfKernel {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Kernel };
}

declare const WebAssembly: WebAssemblyOfKernel;

/** The functions of scripts/kernel/histogram.ts; arguments are addresses in bytes but for numbers of rows. */
interface Kernel {
  addFourFeatures(
    histogram0: number,
    histogram1: number,
    histogram2: number,
    histogram3: number,
    codes: number,
    height: number,
    rows: number,
    ordered: number,
    count: number,
  ): void;
  addOneFeature(histogram: number, codes: number, rows: number, ordered: number, count: number): void;
  scanFreeSplits(
    histogram: number,
    offsets: number,
    features: number,
    gradient: number,
    curvature: number,
    rows: number,
    unit: number,
    minRowsPerLeaf: number,
    l2: number,
    found: number,
  ): void;
  subtractHistogram(parent: number, child: number, size: number): void;
  writeBins(codes: number, values: number, rows: number, cuts: number, missing: number): void;
}

const BYTES_A_PAGE = 65_536;
/** Two numbers are added at once; their addresses are multiples of this. */
const ALIGNMENT = 16;
/** What the kernel tells of a split that it found, in the order of `scanFreeSplits`. */
const NUMBERS_OF_A_SPLIT = 6;
/** Arrays that an engine is asked for, each of which may lose some bytes to alignment. */
const MOST_ARRAYS = 1024;

function kernelEngine(bytes: number): HistogramEngine {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((bytes + MOST_ARRAYS * ALIGNMENT) / BYTES_A_PAGE) });
  const code = Uint8Array.from(atob(HISTOGRAM_KERNEL), (letter) => letter.charCodeAt(0));
  const { exports: kernel } = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
  let used = ALIGNMENT;
  const place = (size: number): number => {
    const at = used;
    used += Math.ceil(size / ALIGNMENT) * ALIGNMENT;
    return at;
  };
  const found = new Float64Array(memory.buffer, place(8 * NUMBERS_OF_A_SPLIT), NUMBERS_OF_A_SPLIT);
  const cuts = new Float32Array(memory.buffer, place(4 * MOST_BINS), MOST_BINS);
  let column = new Float32Array(0);
  return {
    bytes: (length) => new Uint8Array(memory.buffer, place(length), length),
    indices: (length) => new Uint32Array(memory.buffer, place(4 * length), length),
    numbers: (length) => new Float64Array(memory.buffer, place(8 * length), length),
    fill: (histogram, binned, offsets, rows, from, to, ordered) =>
      fillByKernel(kernel, histogram, binned, offsets, rows, from, to, ordered),
    subtract: (parent, child) => kernel.subtractHistogram(parent.byteOffset, child.byteOffset, parent.length),
    scan: (histogram, offsets, leaf, unit, rules, search) => {
      // Bounds of values are rare, and the kernel does without them.
      const isFree = leaf.lowest === -Infinity && leaf.highest === Infinity && rules.monotone.every((way) => way === 0);
      if (isFree) scanByKernel(kernel, found, histogram, offsets, leaf, unit, rules, search);
      else scanSplits(histogram, offsets, leaf, unit, rules, search);
    },
    writeBins: (codes, offset, values, thresholds) => {
      if (column.length < values.length)
        column = new Float32Array(memory.buffer, place(4 * values.length), values.length);
      column.set(values);
      cuts.set(thresholds);
      cuts.fill(Number.POSITIVE_INFINITY, thresholds.length);
      const first = codes.byteOffset + offset;
      kernel.writeBins(first, column.byteOffset, values.length, cuts.byteOffset, thresholds.length + 1);
    },
  };
}

function scanByKernel(
  kernel: Kernel,
  found: Float64Array,
  histogram: Float64Array,
  offsets: Uint32Array,
  { gradient, curvature, rows }: LeafSums,
  unit: number,
  { minRowsPerLeaf, l2 }: LeafRules,
  search: SplitSearch,
): void {
  found[0] = search.gain;
  kernel.scanFreeSplits(
    histogram.byteOffset,
    offsets.byteOffset,
    offsets.length - 1,
    gradient,
    curvature,
    rows,
    unit,
    minRowsPerLeaf,
    l2,
    found.byteOffset,
  );
  const [gain = 0, feature = 0, bin = 0, missingGoesLeft = 0, leftGradient = 0, packed = 0] = found;
  if (gain === search.gain) return;
  search.gain = gain;
  search.feature = feature;
  search.bin = bin;
  search.missingGoesLeft = missingGoesLeft === 1;
  search.gradient = leftGradient;
  search.packed = packed;
}

function fillByKernel(
  kernel: Kernel,
  histogram: Float64Array,
  { codes, rows: height, thresholds }: BinnedFeatures,
  offsets: Uint32Array,
  rows: Uint32Array,
  from: number,
  to: number,
  ordered: Float64Array,
): void {
  histogram.fill(0);
  const addressOf = (feature: number): number => histogram.byteOffset + 8 * (offsets[feature] as number);
  const first = rows.byteOffset + 4 * from;
  const features = thresholds.length;
  let feature = 0;
  for (; feature + 4 <= features; feature += 4) {
    kernel.addFourFeatures(
      addressOf(feature),
      addressOf(feature + 1),
      addressOf(feature + 2),
      addressOf(feature + 3),
      codes.byteOffset + feature * height,
      height,
      first,
      ordered.byteOffset,
      to - from,
    );
  }
  for (; feature < features; feature++) {
    kernel.addOneFeature(addressOf(feature), codes.byteOffset + feature * height, first, ordered.byteOffset, to - from);
  }
}
