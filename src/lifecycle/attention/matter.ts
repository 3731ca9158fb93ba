import { type ToldEvent, textOf } from './told-event.ts';

/** The matter that an event is about, as a key: notices about one matter are one line, and are settled together. */
export function matterOf({ kind, detail, objectId, section, slug }: ToldEvent): string {
  if (typeof detail.threadId === 'string') return `thread ${detail.threadId}`;
  if (typeof detail.findingId === 'string') return `finding ${detail.findingId}`;
  if (typeof detail.ideaId === 'string') return `idea ${detail.ideaId}`;
  const [noun = kind] = kind.split('.');
  // Moving an alias by approval is about what was proposed, not about the model.
  if (noun === 'alias') return `alias ${typeof detail.proposalId === 'string' ? detail.proposalId : objectId}`;
  // However many possible tasks are added, they are compared once.
  if (kind === 'framing.candidate-added') return `candidates ${slug}`;
  // A table or a job may trouble several initiatives, and is well again for all of them at once.
  if (noun === 'source') return `source ${objectId}`;
  if (noun === 'dataset') return `dataset ${objectId}`;
  if (noun === 'framing' || noun === 'ticket') return `${noun} ${objectId}`;
  if (noun === 'step') return wordAt(slug, kind === 'step.closed' ? textOf(detail.next) : section);
  if (kind === 'person.left') return lossOf(slug);
  return `${kind} ${slug}`;
}

/** The matter that somebody's word is awaited at a step. */
function wordAt(slug: string | null, step: string | null): string {
  return `word ${slug} ${step}`;
}

/** The matter that a table lost somebody with their account. */
function lossOf(slug: string | null): string {
  return `loss ${slug}`;
}

/**
 * A matter that is settled by an event: for whoever did it, for a person whom it no longer concerns, or for everybody
 * because nothing is left to do.
 */
export interface Settlement {
  readonly matter: string;
  readonly for: 'actor' | 'everybody' | { readonly accountId: string };
}

const SETTLES_FOR_EVERYBODY: ReadonlySet<string> = new Set([
  'flag.answered',
  'thread.answered',
  'framing.locked',
  'framing.amended',
  'ticket.closed',
  'finding.closed',
  'alias.refused',
  'alias.withdrawn',
  'alias.moved',
  'source.recovered',
  // A version that breaks checks says so after it is ready, and is asked about anew.
  'dataset.version-ready',
]);
const SETTLES_FOR_ACTOR: ReadonlySet<string> = new Set([
  'comment.said',
  'framing.signed',
  'ticket.answered',
  'finding.answered',
  'finding.sent-back',
  'alias.approved',
]);

/** What an event settles. Whatever somebody contributes to a step is the word that was awaited from them there. */
export function settlementsOf(event: ToldEvent): readonly Settlement[] {
  const { kind, slug, section, detail } = event;
  const settled: Settlement[] = [];
  const matter = matterOf(event);
  if (SETTLES_FOR_EVERYBODY.has(kind)) settled.push({ matter, for: 'everybody' });
  if (SETTLES_FOR_ACTOR.has(kind)) settled.push({ matter, for: 'actor' });
  if (kind === 'seat.taken' && detail.isWholeAgain === true) settled.push({ matter: lossOf(slug), for: 'everybody' });
  if (kind === 'finding.changed' && typeof detail.formerOwnerId === 'string')
    settled.push({ matter, for: { accountId: detail.formerOwnerId } });
  if (kind === 'step.closed') settled.push({ matter: wordAt(slug, section), for: 'everybody' });
  else if (section !== null && isContribution(kind)) settled.push({ matter: wordAt(slug, section), for: 'actor' });
  return settled;
}

/** Sitting down and getting up is no contribution to a step; the database has the same rule. */
function isContribution(kind: string): boolean {
  return kind !== 'seat.taken' && kind !== 'seat.left';
}
