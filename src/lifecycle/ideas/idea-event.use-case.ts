import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor } from '../initiatives/index.ts';
import { IDEA_STATE_NAME, type StoredIdea } from './idea.ts';
import { type IdeaAction, type IdeaViewer, ideaRights } from './idea-rights.ts';
import { isSteward } from './idea-settings.store.ts';
import { refuseIdea } from './ideas.errors.ts';
import { findIdea, lockIdeas } from './ideas.store.ts';

/** A person who does something with ideas. */
export interface IdeaActor extends Actor {
  readonly isAdministrator: boolean;
}

/** What every change of an idea needs. */
export interface IdeaPorts {
  readonly database: Database;
  readonly now: () => Date;
  /** Tells pages that ideas changed. */
  readonly onChanged: () => void;
}

/** How somebody stands towards ideas. */
export async function viewerOf(queryable: Queryable, actor: IdeaActor): Promise<IdeaViewer> {
  return {
    accountId: actor.accountId,
    isAdministrator: actor.isAdministrator,
    isSteward: await isSteward(queryable, actor.accountId),
  };
}

/**
 * Holds an idea and checks that the actor may do this with it now.
 * @throws Problem IDEA_UNKNOWN, IDEA_NOT_OPEN, IDEA_NOT_DECLINED, IDEA_NOT_YOURS
 */
export async function holdIdea(
  tx: Transaction,
  actor: IdeaActor,
  ideaId: string,
  action: IdeaAction,
): Promise<StoredIdea> {
  await lockIdeas(tx, [ideaId]);
  const idea = await findIdea(tx, ideaId);
  if (!idea) throw refuseIdea('IDEA_UNKNOWN');
  const viewer = await viewerOf(tx, actor);
  if (ideaRights(idea, viewer)[action].allowed) return idea;
  // Who would have been allowed while it stood as the deed needs is told what happened, and the others who may.
  const needed = action === 'idea.reopen' ? 'declined' : 'open';
  const whenSo = ideaRights({ ...idea, state: needed }, viewer)[action];
  const state = IDEA_STATE_NAME[idea.state].toLowerCase();
  if (!whenSo.allowed) throw refuseIdea('IDEA_NOT_YOURS', { rule: whenSo.rule });
  throw refuseIdea(needed === 'open' ? 'IDEA_NOT_OPEN' : 'IDEA_NOT_DECLINED', { state });
}

/** What happened to an idea. */
export interface IdeaHappening {
  readonly kind: string;
  readonly sentence: string;
  readonly reason?: string | null;
  readonly detail?: JsonObject;
}

/**
 * Records what happened to an idea, in the transaction of the change. The detail tells a notice whom to address: the
 * proposer always, and where to lead: the idea's own page, which shows nothing that its reader may not see.
 */
export async function recordIdea(
  tx: Transaction,
  actor: Actor,
  idea: { readonly id: string; readonly sentence: string; readonly proposerId: string },
  happening: IdeaHappening,
  at: Date,
): Promise<number> {
  const { kind, sentence, reason = null, detail = {} } = happening;
  return appendEvent(
    tx,
    {
      kind,
      sentence,
      actorId: actor.accountId,
      actorName: actor.name,
      subjectId: idea.id,
      objectType: 'idea',
      objectId: idea.id,
      ...(reason === null ? {} : { reason }),
      detail: { ideaId: idea.id, title: idea.sentence.slice(0, 200), proposerId: idea.proposerId, reason, ...detail },
    },
    at,
  );
}
