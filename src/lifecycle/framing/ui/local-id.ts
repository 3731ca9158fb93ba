/** A name for something made on this page. Names sort in the order of their making, and two pages never make the same. */
export function newLocalId(): string {
  const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `a${Date.now().toString(36).padStart(9, '0')}${random.toString(36).padStart(7, '0')}`;
}
