/**
 * Invented customers as CSV, the same every time: those with a short tenure on a monthly contract who call often leave; "reason"
 * is filled only for whoever left, so that it gives the answer away.
 */
export function customersWhoLeave(rows: number): string {
  // A linear congruential generator with known constants (Numerical Recipes).
  let state = 42;
  const draw = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const lines = Array.from({ length: rows }, (_, row) => {
    const [tenure, calls, isMonthly] = [Math.floor(draw() * 72), Math.floor(draw() * 8), draw() < 0.5];
    const hasLeft = draw() < 1 / (1 + Math.exp(1.5 + tenure / 15 - calls * 0.4 - (isMonthly ? 1.5 : 0)));
    const fee = (20 + 60 * draw()).toFixed(2);
    const reason = hasLeft && draw() < 0.9 ? 'price' : '';
    return [
      `C-${100_000 + row}`,
      tenure,
      calls,
      isMonthly ? 'monthly' : 'yearly',
      fee,
      reason,
      hasLeft ? 'yes' : 'no',
    ].join(',');
  });
  return ['customer,tenure,calls,contract,fee,reason,left', ...lines, ''].join('\n');
}
