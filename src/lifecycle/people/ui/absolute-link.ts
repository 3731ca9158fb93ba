/** A link to send to somebody: the server gives a path while it does not know the address that people use, the page does. */
export function absoluteLink(link: string, origin: string): string {
  return new URL(link, origin).toString();
}
