import type { Transaction } from '../../platform/database/queryable.ts';
import type { Actor, NewQuestion, StoredInitiative, Visibility } from '../initiatives/index.ts';
import { SUITED_PLAYBOOK } from '../people/index.ts';
import type { StoredIdea } from './idea.ts';
import { holdIdea, type IdeaActor, type IdeaPorts, recordIdea } from './idea-event.use-case.ts';
import { supporterIds } from './idea-supports.store.ts';
import { refuseIdea } from './ideas.errors.ts';
import { decideIdea, readAnswers } from './ideas.store.ts';
import { framingDraftOf } from './kpi-answers.ts';

/** What starting an initiative from an idea needs. */
export interface PromotePorts extends IdeaPorts {
  readonly findPerson: (accountId: string) => Promise<{ readonly id: string; readonly name: string } | null>;
  /** Starts an initiative in the given transaction; the expert takes their seat at its table. */
  readonly start: (
    tx: Transaction,
    actor: Actor,
    asked: NewQuestion & { readonly expert: Actor },
  ) => Promise<StoredInitiative>;
  /** Begins the framing of an initiative with what is known already; filled by the room of the framing. */
  readonly beginFraming: (
    tx: Transaction,
    actor: Actor,
    initiative: StoredInitiative,
    content: Readonly<Record<string, unknown>>,
  ) => Promise<void>;
}

/** How an idea becomes an initiative. */
export interface Promotion {
  readonly name?: string | undefined;
  readonly visibility: Visibility;
  /** Key of a playbook; the one that suits the kind of question unless stated. */
  readonly playbook?: string | undefined;
  readonly expertId?: string | undefined;
}

/**
 * Starts an initiative from an open idea, once. The words stay the proposer's, the answers begin its framing, and the
 * chosen expert, the proposer unless stated, takes the expert's seat.
 * @returns the address; `null` when the initiative is private and the actor has no seat at its table.
 * @throws Problem IDEA_UNKNOWN, IDEA_NOT_OPEN, IDEA_NOT_YOURS, IDEA_EXPERT_UNKNOWN
 */
export async function promoteIdea(
  ports: PromotePorts,
  actor: IdeaActor,
  ideaId: string,
  promotion: Promotion,
): Promise<{ readonly slug: string | null }> {
  // The account is looked up before the transaction, which must not ask for a second connection.
  const chosen = promotion.expertId === undefined ? null : await ports.findPerson(promotion.expertId);
  if (promotion.expertId !== undefined && !chosen) throw refuseIdea('IDEA_EXPERT_UNKNOWN');
  const { initiative, expert } = await ports.database.transaction(async (tx) => {
    const idea = await holdIdea(tx, actor, ideaId, 'idea.promote');
    const seated = chosen
      ? { accountId: chosen.id, name: chosen.name }
      : { accountId: idea.proposerId, name: idea.proposerName };
    const { answers } = await readAnswers(tx, idea.no);
    const started = await ports.start(tx, actor, {
      question: idea.sentence,
      name: promotion.name,
      questionKind: idea.kind,
      visibility: promotion.visibility,
      playbook: promotion.playbook ?? SUITED_PLAYBOOK[idea.kind],
      expert: seated,
    });
    const draft = framingDraftOf(answers);
    if (idea.kind === 'defined' && Object.keys(draft).length > 0) {
      await ports.beginFraming(tx, actor, started, draft);
    }
    await recordPromotion(ports, tx, actor, idea, started);
    return { initiative: started, expert: seated };
  });
  ports.onChanged();
  const maySee = initiative.visibility === 'open' || expert.accountId === actor.accountId;
  return { slug: maySee ? initiative.slug : null };
}

async function recordPromotion(
  ports: PromotePorts,
  tx: Transaction,
  actor: Actor,
  idea: StoredIdea,
  initiative: StoredInitiative,
): Promise<void> {
  const at = ports.now();
  await decideIdea(tx, idea.no, { state: 'promoted', by: actor, at, reason: null, initiativeNo: initiative.no });
  await recordIdea(
    tx,
    actor,
    idea,
    {
      kind: 'idea.promoted',
      // Everybody reads this sentence: it never names the initiative, which may be private now or later.
      sentence: 'started an initiative from the idea',
      detail: {
        slug: initiative.visibility === 'open' ? initiative.slug : null,
        initiativeId: initiative.id,
        supporterIds: await supporterIds(tx, idea.no),
      },
    },
    at,
  );
}
