/**
 * What a thread is about: an object of an initiative, or one number of it. The key (type, id and part) stays the same for
 * good; label, value and address are those that the object had when the thread was opened.
 */
export interface Subject {
  /** Kind of object: `verdict`, `framing`, `chain-link`, `step`. */
  readonly type: string;
  /** Id of the object within the initiative. */
  readonly id: string;
  /** The number or field of the object that is meant, e.g. `effect`; empty for the object as a whole. */
  readonly part: string;
  /** What it is called on screen: "Money after costs". */
  readonly label: string;
  /** The value that the reader saw, in the words of the page; `null` for an object without one. */
  readonly shown: string | null;
  /** The id of the step at which speaking about it counts as being heard; `null` for what belongs to no step. */
  readonly step: string | null;
  /** The page that shows it. */
  readonly path: string;
}

/** The three parts of a subject's key as one text, for maps. */
export function subjectKey({ type, id, part }: Pick<Subject, 'type' | 'id' | 'part'>): string {
  return JSON.stringify([type, id, part]);
}

/** Whether an address is a page of this initiative and nothing else: `/i/churn/learn`, `/i/churn/frame?version=2#kpi`. */
export function isPageOf(slug: string, path: string): boolean {
  const prefix = `/i/${slug}/`;
  return path.startsWith(prefix) && /^[a-z]+(\/[a-z0-9-]+)*([?#][\w=&.,#-]*)?$/.test(path.slice(prefix.length));
}

/** The part of a page where people speak at a step: what "Say what you think" leads to. */
export const SAID_HERE = 'said-here';
