/** A number as it travels in answers: what JSON has no number for is a text, as in the answers of the MLflow protocol. */
export type LoggedNumber = number | LostNumber;

/** What training ends in when it diverges. */
export type LostNumber = (typeof LOST_NUMBERS)[number];

/** Every value that a run may log and that is no number that could be drawn. */
export const LOST_NUMBERS = ['NaN', 'Infinity', '-Infinity'] as const;

/** A number as it travels. */
export function writeNumber(value: number): LoggedNumber {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}

/** The number where it is one that can be drawn, compared and counted; `null` where it is not, or nothing was logged. */
export function finiteOf(value: LoggedNumber | null | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
