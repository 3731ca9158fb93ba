/** What a link in a mail leads to: a thread or a ticket that can be answered at once, or a page of its own. */
export type Destination =
  | { readonly kind: 'thread'; readonly slug: string; readonly threadId: string }
  | { readonly kind: 'ticket'; readonly slug: string; readonly ticketId: string }
  | { readonly kind: 'page'; readonly path: string };

/** Reads the address of a notice. */
export function destinationOf(path: string): Destination {
  const thread = /^\/i\/([^/]+)\/talk\?thread=([0-9a-f-]{36})$/.exec(path);
  if (thread?.[1] && thread[2]) return { kind: 'thread', slug: thread[1], threadId: thread[2] };
  const ticket = /^\/i\/([^/]+)\/learn#ticket-([0-9a-f-]{36})$/.exec(path);
  if (ticket?.[1] && ticket[2]) return { kind: 'ticket', slug: ticket[1], ticketId: ticket[2] };
  return { kind: 'page', path };
}
