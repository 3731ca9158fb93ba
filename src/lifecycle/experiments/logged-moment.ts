/** A moment as it travels. Clients name any they like; one that no calendar has is shown as the nearest that it has. */
export function instant(ms: number): string {
  return new Date(Math.min(Math.max(ms, 0), 253_402_300_799_999)).toISOString();
}
