/** The kinds of addresses that a text of somebody else may lead to. */
const FOLLOWED: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/**
 * An address as a browser would read it, where it may be followed; `null` for every other one: those that run a program,
 * those of this installation, and those that name somebody before the host, which pretend to lead elsewhere.
 */
export function safeAddress(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url && FOLLOWED.has(url.protocol) && url.username === '' && url.password === '' ? url.href : null;
}
