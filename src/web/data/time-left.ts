/** How long something still takes, in words; `undefined` while it cannot be told. Shares are 0 to 1. */
export function timeLeft(share: number, elapsedMs: number, startShare: number): string | undefined {
  const done = share - startShare;
  if (done <= 0.02 || elapsedMs < 2_000 || share >= 1) return undefined;
  const seconds = ((1 - share) / done) * (elapsedMs / 1_000);
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 90) return `about ${Math.ceil(seconds / 10) * 10} seconds left`;
  return `about ${Math.ceil(seconds / 60)} minutes left`;
}
