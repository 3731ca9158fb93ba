/** The shared documents of a workshop: the board, each person's notes while they are hidden, and the framing document. */
export type WorkshopDocument =
  | { readonly kind: 'board'; readonly slug: string }
  | { readonly kind: 'hidden-notes'; readonly slug: string; readonly accountId: string }
  | { readonly kind: 'framing-document'; readonly slug: string };

/** The name under which a board is stored and opened. */
export function boardName(slug: string): string {
  return `board/${slug}`;
}

/** The name of one person's hidden notes; without a person, how the names of all of them begin. */
export function hiddenNotesName(slug: string, accountId = ''): string {
  return `hidden-notes/${slug}/${accountId}`;
}

/** The name of the framing document. */
export function framingDocumentName(slug: string): string {
  return `framing-document/${slug}`;
}

/** What a name means; `null` when it is no document of a workshop. */
export function workshopDocumentOf(name: string): WorkshopDocument | null {
  const [kind, slug, accountId, ...rest] = name.split('/');
  if (!slug || rest.length > 0) return null;
  if (kind === 'hidden-notes') return accountId ? { kind, slug, accountId } : null;
  if (accountId !== undefined) return null;
  return kind === 'board' || kind === 'framing-document' ? { kind, slug } : null;
}
