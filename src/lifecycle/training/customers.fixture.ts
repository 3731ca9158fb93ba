/** A table of invented customers as CSV: those with many calls and a short tenure leave, the rest mostly stays. */
export function customersCsv(rows: number): string {
  const lines = ['customer_id,since,tenure,calls,contract,country,fee,left'];
  // A linear congruential generator with known constants (Numerical Recipes): the same table every time.
  let state = 42;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let row = 0; row < rows; row++) {
    const tenure = Math.floor(next() * 72);
    const calls = Math.floor(next() * 8);
    const isMonthly = next() < 0.55;
    const risk = 1 / (1 + Math.exp(-(0.7 * calls - 0.07 * tenure + (isMonthly ? 1 : -1) - 1.6)));
    const day = new Date(Date.UTC(2025, 0, 1 + (row % 300))).toISOString().slice(0, 10);
    const fee = next() < 0.05 ? '' : (20 + 60 * next()).toFixed(2);
    const left = next() < risk ? 'Yes' : 'No';
    lines.push(`C${1000 + row},${day},${tenure},${calls},${isMonthly ? 'monthly' : 'yearly'},ES,${fee},${left}`);
  }
  return `${lines.join('\n')}\n`;
}
