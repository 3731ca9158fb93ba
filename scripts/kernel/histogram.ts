// The inner loop of training in AssemblyScript, compiled into src/learning/histogram-kernel.ts by `npm run kernel`. It does what
// addFourFeatures and addOneFeature of src/learning/histogram.ts do, two numbers at a time; all arguments are addresses in bytes
// but for the number of rows. Sums are exact, so both ways give the same bytes.

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
