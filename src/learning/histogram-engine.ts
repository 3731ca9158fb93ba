import type { BinnedFeatures } from './binning.ts';
import { fillHistogram } from './histogram.ts';
import { HISTOGRAM_KERNEL } from './histogram-kernel.ts';

/** Adds up the pairs of rows by bin, all features; see `fillHistogram`. */
export type FillHistogram = typeof fillHistogram;

/** Where training keeps its arrays, and what counts histograms over them. Arrays of one engine are used with that engine only. */
export interface HistogramEngine {
  bytes(length: number): Uint8Array;
  indices(length: number): Uint32Array;
  numbers(length: number): Float64Array;
  readonly fill: FillHistogram;
}

/** Plain TypeScript: works everywhere, and is what the kernel is held to. */
export const PLAIN_ENGINE: HistogramEngine = {
  bytes: (length) => new Uint8Array(length),
  indices: (length) => new Uint32Array(length),
  numbers: (length) => new Float64Array(length),
  fill: fillHistogram,
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
}

const BYTES_A_PAGE = 65_536;
/** Two numbers are added at once; their addresses are multiples of this. */
const ALIGNMENT = 16;
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
  return {
    bytes: (length) => new Uint8Array(memory.buffer, place(length), length),
    indices: (length) => new Uint32Array(memory.buffer, place(4 * length), length),
    numbers: (length) => new Float64Array(memory.buffer, place(8 * length), length),
    fill: (histogram, binned, offsets, rows, from, to, ordered) =>
      fillByKernel(kernel, histogram, binned, offsets, rows, from, to, ordered),
  };
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
