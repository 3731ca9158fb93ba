import type { Database, Queryable, Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/new-id.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor } from './actor.ts';
import { guessQuestionKind, type NewQuestion, type StoredInitiative, slugOf } from './initiative.ts';
import { insertInitiative } from './initiatives.store.ts';

/** What starting an initiative needs. */
export interface StartPorts {
  readonly database: Database;
  readonly now: () => Date;
  /** The version with which a new initiative starts, from the key that was chosen, or the usual one. */
  readonly playbookFor: (queryable: Queryable, key: string | undefined) => Promise<string>;
  /** Gives the expert a seat at the new table; later rooms of the line fill it. */
  readonly onStarted: (tx: Transaction, initiative: StoredInitiative, actor: Actor, expert: Actor) => Promise<void>;
}

/** Starts an initiative from a question, kept verbatim; its expert sits at the table. */
export async function startInitiative(ports: StartPorts, actor: Actor, asked: NewQuestion): Promise<StoredInitiative> {
  return ports.database.transaction((tx) => startInitiativeIn(ports, tx, actor, asked));
}

/** Starts an initiative in a transaction of the caller, together with what led to it. */
export async function startInitiativeIn(
  ports: Omit<StartPorts, 'database'>,
  tx: Transaction,
  actor: Actor,
  asked: NewQuestion,
): Promise<StoredInitiative> {
  const name = asked.name ?? nameFromQuestion(asked.question);
  const expert = asked.expert ?? actor;
  const at = ports.now();
  const initiative = await insertInitiative(tx, {
    id: newId(),
    slug: slugOf(name),
    name,
    question: asked.question,
    questionKind: asked.questionKind ?? guessQuestionKind(asked.question),
    visibility: asked.visibility,
    iteration: 1,
    createdBy: actor.accountId,
    createdAt: at.toISOString(),
    playbook: await ports.playbookFor(tx, asked.playbook),
  });
  await appendEvent(
    tx,
    {
      kind: 'initiative.started',
      sentence:
        expert.accountId === actor.accountId
          ? `asked: "${asked.question}"`
          : `started it, with ${expert.name} as the expert: "${asked.question}"`,
      actorId: actor.accountId,
      actorName: actor.name,
      subjectId: initiative.id,
      section: 'ask',
      objectType: 'initiative',
      objectId: initiative.id,
      detail: {
        slug: initiative.slug,
        name,
        questionKind: initiative.questionKind,
        visibility: initiative.visibility,
        playbook: initiative.playbook,
      },
    },
    at,
  );
  await ports.onStarted(tx, initiative, actor, expert);
  return initiative;
}

/** A short name for lists: the question's first words, cut at a word. */
function nameFromQuestion(question: string): string {
  const flat = question
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[?.!]+$/, '');
  if (flat.length <= 60) return flat;
  return `${flat.slice(0, 60).replace(/\s+\S*$/, '')} ...`;
}
