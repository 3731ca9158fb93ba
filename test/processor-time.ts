/**
 * Milliseconds of processor time that this process spent on a piece of work, its threads included. A busy machine makes
 * the clock run on while nothing is done; this it leaves nearly as it is.
 */
export function processorTimeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000;
}
