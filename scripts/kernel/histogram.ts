// The inner loops of training in AssemblyScript, compiled into src/learning/histogram-kernel.ts by `npm run kernel`. They do what
// addFourFeatures and addOneFeature of src/learning/histogram.ts, scanSplits of find-split.ts and writeBins of binning.ts do.
// Whole numbers named after arrays are addresses in bytes. Sums of histograms are exact and all other steps are taken in the same
// order, so both ways give the same bytes.

export function addFourFeatures(
  histogram0: usize,
  histogram1: usize,
  histogram2: usize,
  histogram3: usize,
  codes: usize,
  height: usize,
  rows: usize,
  ordered: usize,
  count: usize,
): void {
  const codes1 = codes + height;
  const codes2 = codes1 + height;
  const codes3 = codes2 + height;
  const end = rows + (count << 2);
  while (rows < end) {
    const row = <usize>load<u32>(rows);
    const pair = v128.load(ordered);
    let bin = histogram0 + ((<usize>load<u8>(codes + row)) << 4);
    v128.store(bin, f64x2.add(v128.load(bin), pair));
    bin = histogram1 + ((<usize>load<u8>(codes1 + row)) << 4);
    v128.store(bin, f64x2.add(v128.load(bin), pair));
    bin = histogram2 + ((<usize>load<u8>(codes2 + row)) << 4);
    v128.store(bin, f64x2.add(v128.load(bin), pair));
    bin = histogram3 + ((<usize>load<u8>(codes3 + row)) << 4);
    v128.store(bin, f64x2.add(v128.load(bin), pair));
    rows += 4;
    ordered += 16;
  }
}

export function addOneFeature(histogram: usize, codes: usize, rows: usize, ordered: usize, count: usize): void {
  const end = rows + (count << 2);
  while (rows < end) {
    const bin = histogram + ((<usize>load<u8>(codes + <usize>load<u32>(rows))) << 4);
    v128.store(bin, f64x2.add(v128.load(bin), v128.load(ordered)));
    rows += 4;
    ordered += 16;
  }
}

/** As in src/learning/find-split.ts. */
const LEAST_CURVATURE: f64 = 1e-3;

/**
 * The best split of a leaf whose value no bound holds. `found` begins with the gain to beat; where a split beats it, it is
 * written there with its feature, bin, whether missing values go left (1 or 0), and the sums of its left side.
 */
export function scanFreeSplits(
  histogram: usize,
  offsets: usize,
  features: i32,
  gradient: f64,
  curvature: f64,
  rows: f64,
  unit: f64,
  minRowsPerLeaf: f64,
  l2: f64,
  found: usize,
): void {
  const perUnit: f64 = 1 / unit;
  const pull = f64x2.splat(l2);
  let best = load<f64>(found);
  for (let feature = 0; feature < features; feature++) {
    const begin = load<u32>(offsets + ((<usize>feature) << 2));
    const cuts = <i32>((load<u32>(offsets + ((<usize>feature) << 2), 4) - begin) >> 1) - 2;
    const first = histogram + ((<usize>begin) << 3);
    const missing = first + ((<usize>(cuts + 1)) << 4);
    const hasMissing = load<f64>(missing, 8) > 0;
    for (let goesLeft = 0; goesLeft <= <i32>hasMissing; goesLeft++) {
      let left: f64 = goesLeft ? load<f64>(missing) : 0;
      let packed: f64 = goesLeft ? load<f64>(missing, 8) : 0;
      const end = first + ((<usize>(hasMissing && !goesLeft ? cuts + 1 : cuts)) << 4);
      for (let bin = first; bin < end; bin += 16) {
        const own = load<f64>(bin, 8);
        if (own === 0) continue;
        left += load<f64>(bin);
        packed += own;
        const leftRows = floor<f64>(packed * perUnit);
        if (leftRows < minRowsPerLeaf) continue;
        if (rows - leftRows < minRowsPerLeaf) break;
        const leftCurvature = packed - leftRows * unit;
        const rightCurvature = curvature - leftCurvature;
        if (leftCurvature < LEAST_CURVATURE || rightCurvature < LEAST_CURVATURE) continue;
        const both = f64x2.replace_lane(f64x2.splat(left), 1, gradient - left);
        const curvatures = f64x2.replace_lane(f64x2.splat(leftCurvature), 1, rightCurvature);
        const gains = f64x2.div(f64x2.mul(both, both), f64x2.add(curvatures, pull));
        const gain = f64x2.extract_lane(gains, 0) + f64x2.extract_lane(gains, 1);
        if (gain > best) {
          best = gain;
          store<f64>(found, gain);
          store<f64>(found, <f64>feature, 8);
          store<f64>(found, <f64>((bin - first) >> 4), 16);
          store<f64>(found, <f64>goesLeft, 24);
          store<f64>(found, left, 32);
          store<f64>(found, packed, 40);
        }
      }
    }
  }
}

/** Turns the parent's histogram into the one of the child that was not counted; `size` in numbers, an even one. */
export function subtractHistogram(parent: usize, child: usize, size: usize): void {
  const end = parent + (size << 3);
  while (parent < end) {
    v128.store(parent, f64x2.sub(v128.load(parent), v128.load(child)));
    parent += 16;
    child += 16;
  }
}

/**
 * The bin of each value. `cuts` holds 255 numbers, ascending and filled up with infinity, so that the same eight steps without a
 * branch find every place: the number of cuts below the value.
 */
export function writeBins(codes: usize, values: usize, rows: i32, cuts: usize, missing: i32): void {
  for (let row: i32 = 0; row < rows; row++) {
    const value = load<f32>(values + ((<usize>row) << 2));
    let place: usize = cuts;
    place = select<usize>(place + (128 << 2), place, load<f32>(place + (127 << 2)) < value);
    place = select<usize>(place + (64 << 2), place, load<f32>(place + (63 << 2)) < value);
    place = select<usize>(place + (32 << 2), place, load<f32>(place + (31 << 2)) < value);
    place = select<usize>(place + (16 << 2), place, load<f32>(place + (15 << 2)) < value);
    place = select<usize>(place + (8 << 2), place, load<f32>(place + (7 << 2)) < value);
    place = select<usize>(place + (4 << 2), place, load<f32>(place + (3 << 2)) < value);
    place = select<usize>(place + (2 << 2), place, load<f32>(place + (1 << 2)) < value);
    place = select<usize>(place + (1 << 2), place, load<f32>(place) < value);
    store<u8>(codes + row, F32.isNaN(value) ? missing : <i32>((place - cuts) >> 2));
  }
}
