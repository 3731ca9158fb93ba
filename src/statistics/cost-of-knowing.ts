/**
 * What a holdout costs: the money that the units left alone would have earned, holdoutShare * units * max(net, 0). An action
 * that does not pay costs nothing to withhold.
 *
 * @param netPerUnit net money per assigned unit.
 * @returns money, in the unit of `netPerUnit`.
 * @throws RangeError for a share outside 0..1 or a negative number of units.
 */
export function costOfKnowing(holdoutShare: number, units: number, netPerUnit: number): number {
  if (!(holdoutShare >= 0 && holdoutShare <= 1)) throw new RangeError(`holdoutShare must lie in 0..1`);
  if (!(units >= 0)) throw new RangeError(`units must be at least 0, got ${units}`);
  return holdoutShare * units * Math.max(netPerUnit, 0);
}
