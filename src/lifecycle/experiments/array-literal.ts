/**
 * Numbers as PostgreSQL reads an array of them. The driver would quote and escape each one, which costs more than the
 * rest of a small write; NaN and the infinities are written as PostgreSQL writes them.
 */
export function numbersLiteral(numbers: readonly number[]): string {
  return `{${numbers.join(',')}}`;
}
