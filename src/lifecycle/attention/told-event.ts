/** An event as the rules read it. */
export interface ToldEvent {
  readonly kind: string;
  /** What happened, in a sentence that starts after the actor's name. */
  readonly sentence: string;
  readonly actorName: string;
  readonly section: string | null;
  readonly objectId: string;
  /** The facts of the event, as its room wrote them; the rules believe nothing about their form. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** The initiative that it is about; `null` for what belongs to none. */
  readonly slug: string | null;
}

/** A fact of an event as text; empty when it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
