import { type Estimate, type EstimateWithInterval, normalInterval, normalQuantile } from '../statistics/index.ts';

/** The weighted mean with the standard error that the spread over rows gives. */
export function meanOfRows(values: Float64Array, weights: Float64Array): EstimateWithInterval {
  let total = 0;
  let sum = 0;
  for (let row = 0; row < values.length; row++) {
    total += weights[row] as number;
    sum += (weights[row] as number) * (values[row] as number);
  }
  const estimate = sum / total;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    squares += ((weights[row] as number) * ((values[row] as number) - estimate)) ** 2;
  }
  const small = values.length > 1 ? values.length / (values.length - 1) : 1;
  return within({ estimate, standardError: Math.sqrt(small * squares) / total });
}

/** An estimate with its 95 % interval. */
export function within({ estimate, standardError }: Estimate): EstimateWithInterval {
  return { estimate, standardError, interval: normalInterval(estimate, standardError, normalQuantile(0.975)) };
}
