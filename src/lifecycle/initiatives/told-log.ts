/** Kinds of events that are decisions: what somebody settled for the whole table. */
export const DECISION_KINDS: readonly string[] = [
  'decision.recorded',
  'framing.signed',
  'framing.locked',
  'framing.amended',
  'framing.candidate-chosen',
  'framing.translation-approved',
  'step.closed',
  'step.reopened',
  'verdict.taken',
  'verdict.signed-off',
  'ticket.answered',
  'ticket.closed',
  'iteration.begun',
  'finding.closed',
  'playbook.moved',
  'idea.promoted',
];

/** What the log tells of one event. */
interface Told {
  readonly actorId: string | null;
  readonly actorName: string;
  readonly kind: string;
  readonly step: string | null;
  readonly sentence: string;
  readonly reason: string | null;
}

/** Several events in a row that are alike: told by the newest of them. */
export interface FoldedEntries<Entry extends Told> {
  readonly newest: Entry;
  /** The others, newest first. */
  readonly others: readonly Entry[];
  /** Whether all of them say the same, so that a number of times tells everything. */
  readonly isRepetition: boolean;
}

/**
 * Joins events in a row that the same person did at the same step and that are of the same kind, so that a story is read
 * instead of a protocol. What carries a reason is always told on its own, and so is each decision.
 */
export function foldEntries<Entry extends Told>(entries: readonly Entry[]): readonly FoldedEntries<Entry>[] {
  const folded: { newest: Entry; others: Entry[] }[] = [];
  for (const entry of entries) {
    const last = folded.at(-1);
    if (last && isAlike(last.newest, entry)) last.others.push(entry);
    else folded.push({ newest: entry, others: [] });
  }
  return folded.map(({ newest, others }) => ({
    newest,
    others,
    isRepetition: others.length > 0 && others.every(({ sentence }) => sentence === newest.sentence),
  }));
}

function isAlike(a: Told, b: Told): boolean {
  return (
    a.kind === b.kind &&
    a.actorId === b.actorId &&
    a.actorName === b.actorName &&
    a.step === b.step &&
    a.reason === null &&
    b.reason === null &&
    !DECISION_KINDS.includes(a.kind)
  );
}
