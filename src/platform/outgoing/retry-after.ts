/** A moment as HTTP writes it (RFC 9110, section 5.6.7). */
const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

/**
 * How long the header `Retry-After` asks to wait, in milliseconds from `now`; `null` where it asks for nothing that can be
 * understood. Nothing bounds it here.
 */
export function readRetryAfter(header: string, now: Date): number | null {
  const text = header.trim();
  if (/^\d{1,15}$/.test(text)) return Number(text) * 1_000;
  const at = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
