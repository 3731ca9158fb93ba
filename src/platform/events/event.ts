/** What a use case records in the transaction of the change that it describes. */
export interface NewEvent {
  /** What happened, e.g. `framing.signed`. */
  readonly kind: string;
  /** What happened, in a sentence that starts after the actor's name: "signed version 2 of the framing". */
  readonly sentence: string;
  /** The account that did it; `null` for the system itself. */
  readonly actorId: string | null;
  /** The name as it was then, so that the log can be read when the account is gone. */
  readonly actorName: string;
  /** In which capacity the actor acted, e.g. a role. */
  readonly actingAs?: string;
  /** The thing whose story this belongs to; the log of one thing is read by it. */
  readonly subjectId?: string;
  /** The part of the subject, e.g. a step. */
  readonly section?: string;
  readonly objectType: string;
  readonly objectId: string;
  /** Why, in the actor's words. */
  readonly reason?: string;
  /** Facts about the change, plain JSON; never a secret. */
  readonly detail?: JsonObject;
}

/** A value that survives JSON unchanged. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** A recorded event. */
export interface RecordedEvent {
  readonly seq: number;
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly sentence: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly actingAs: string | null;
  readonly subjectId: string | null;
  readonly section: string | null;
  readonly objectType: string;
  readonly objectId: string;
  readonly reason: string | null;
  readonly detail: JsonObject;
}
