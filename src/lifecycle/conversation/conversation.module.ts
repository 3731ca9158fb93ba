import type { Transaction } from '../../platform/database/queryable.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import { type Actor, type LineStep, pathTo, type StoredInitiative } from '../initiatives/index.ts';
import { editComment, removeComment } from './change-comment.use-case.ts';
import { answerThread, reopenThread } from './close-thread.use-case.ts';
import { versionsOf } from './comments.store.ts';
import { refuseConversation } from './conversation.errors.ts';
import { conversationRoutes } from './conversation.routes.ts';
import { CONVERSATION_LIMITS } from './conversation-limits.ts';
import { mentionablePeople } from './mentionable.store.ts';
import { type Opening, openThread, openThreadIn } from './open-thread.use-case.ts';
import { recordDecision } from './record-decision.use-case.ts';
import { reply } from './reply.use-case.ts';
import { requireThread, type SpeakPorts } from './speak.use-case.ts';
import { countThreads, listThreads } from './threads.store.ts';

/** What the room is wired with. */
export interface ConversationDependencies extends SpeakPorts {
  readonly require: (slug: string) => Promise<StoredInitiative>;
  /** A step of the playbook of an initiative. @throws Problem STEP_UNKNOWN, STEP_NOT_NEEDED */
  readonly requireStep: (initiative: StoredInitiative, step: string) => Promise<LineStep>;
}

/** What the room gives to the composition. */
export interface ConversationModule {
  readonly mounted: MountedApi;
  /** Says, for whoever acts, that something looks wrong: the builders owe an answer. Gives the id of the thread. */
  flag(
    tx: Transaction,
    actor: Actor,
    initiative: StoredInitiative,
    doubt: Pick<Opening, 'subject' | 'text'>,
  ): Promise<string>;
}

/** Wires what people say about the objects and numbers of an initiative. */
export function conversationModule(dependencies: ConversationDependencies): ConversationModule {
  const { database, isReader } = dependencies;
  return {
    mounted: conversationRoutes({
      require: dependencies.require,
      list: (query) => listThreads(database, query),
      find: (initiative, threadId) => requireThread(database, initiative, threadId),
      counts: (initiative) => countThreads(database, initiative.no),
      mentionable: (initiative, name) =>
        mentionablePeople(database, isReader, initiative.no, name, CONVERSATION_LIMITS.offeredNames),
      rolesOf: (initiative, accountId) => dependencies.rolesOf(database, initiative.no, accountId),
      namesByRole: dependencies.namesByRole,
      open: (actor, initiative, opening) => openThread(dependencies, actor, initiative, opening),
      remark: async (actor, initiative, step, spoken) => {
        const { name, part } = await dependencies.requireStep(initiative, step);
        return openThread(dependencies, actor, initiative, {
          ...spoken,
          kind: 'talk',
          subject: {
            type: 'step',
            id: step,
            part: '',
            label: name,
            shown: null,
            step,
            path: pathTo(initiative.slug, part),
          },
        });
      },
      reply: (actor, initiative, threadId, spoken) => reply(dependencies, actor, initiative, threadId, spoken),
      answer: (actor, initiative, threadId, spoken) => answerThread(dependencies, actor, initiative, threadId, spoken),
      reopen: (actor, initiative, threadId, spoken) => reopenThread(dependencies, actor, initiative, threadId, spoken),
      decide: (actor, initiative, threadId, decision) =>
        recordDecision(dependencies, actor, initiative, threadId, decision),
      edit: (actor, initiative, commentId, spoken) => editComment(dependencies, actor, initiative, commentId, spoken),
      remove: (actor, initiative, commentId) => removeComment(dependencies, actor, initiative, commentId),
      versions: async (initiative, commentId) => {
        const versions = await versionsOf(database, initiative.no, commentId);
        if (versions === null) throw refuseConversation('COMMENT_UNKNOWN');
        return versions;
      },
    }),
    flag: async (tx, actor, initiative, { subject, text }) =>
      (await openThreadIn(tx, dependencies, actor, initiative, { kind: 'flag', subject, text, mentioned: [] })).id,
  };
}
