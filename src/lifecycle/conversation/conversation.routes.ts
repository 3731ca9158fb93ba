import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Role } from '../people/index.ts';
import { conversationApi } from './conversation.schema.ts';
import type { Mentionable } from './mentionable.store.ts';
import type { Opening } from './open-thread.use-case.ts';
import type { Spoken } from './speak.use-case.ts';
import { type Comment, mayClose, maySpeakIn } from './thread.ts';
import type { countThreads, StoredThread, ThreadQuery } from './threads.store.ts';

/** What the routes of conversations call. */
export interface ConversationUseCases {
  require(slug: string): Promise<StoredInitiative>;
  list(query: ThreadQuery): Promise<readonly StoredThread[]>;
  find(initiative: StoredInitiative, threadId: string): Promise<StoredThread>;
  counts(initiative: StoredInitiative): ReturnType<typeof countThreads>;
  mentionable(initiative: StoredInitiative, name: string): Promise<readonly Mentionable[]>;
  rolesOf(initiative: StoredInitiative, accountId: string): Promise<readonly Role[]>;
  namesByRole(initiative: StoredInitiative): Promise<Readonly<Partial<Record<Role, string>>>>;
  open(actor: Actor, initiative: StoredInitiative, opening: Opening): Promise<StoredThread>;
  remark(actor: Actor, initiative: StoredInitiative, step: string, spoken: Spoken): Promise<StoredThread>;
  reply(actor: Actor, initiative: StoredInitiative, threadId: string, spoken: Spoken): Promise<StoredThread>;
  answer(actor: Actor, initiative: StoredInitiative, threadId: string, spoken: Spoken): Promise<StoredThread>;
  reopen(actor: Actor, initiative: StoredInitiative, threadId: string, spoken: Spoken): Promise<StoredThread>;
  decide(
    actor: Actor,
    initiative: StoredInitiative,
    threadId: string,
    decision: { readonly what: string; readonly why: string; readonly who: string },
  ): Promise<StoredThread>;
  edit(actor: Actor, initiative: StoredInitiative, commentId: string, spoken: Spoken): Promise<Comment>;
  remove(actor: Actor, initiative: StoredInitiative, commentId: string): Promise<void>;
  versions(
    initiative: StoredInitiative,
    commentId: string,
  ): Promise<readonly { readonly text: string; readonly replacedAt: string }[]>;
}

/** The routes of conversations. */
export function conversationRoutes(useCases: ConversationUseCases): MountedApi {
  /** Does something in a thread, and presents the thread to whoever did it. */
  const presentFor = async (
    actor: Actor,
    slug: string,
    work: (initiative: StoredInitiative) => Promise<StoredThread>,
  ) => {
    const initiative = await useCases.require(slug);
    return presenter(useCases, actor, initiative).then(async (present) => present(await work(initiative)));
  };
  return mountApi('Conversation', conversationApi, {
    threads: async ({ params, query }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      const { type, id, part } = query;
      const found = await useCases.list({
        initiativeNo: initiative.no,
        subject: type === undefined || id === undefined ? null : { type, id, part: part ?? '' },
        kind: query.kind ?? null,
        state: query.state ?? null,
        before: query.cursor === undefined ? null : Number(query.cursor),
        limit: query.limit + 1,
      });
      const page = found.slice(0, query.limit);
      const present = await presenter(useCases, principal, initiative);
      return {
        threads: page.map(present),
        nextCursor: found.length > query.limit ? String(page.at(-1)?.no) : null,
      };
    },
    thread: ({ params }, { principal }) =>
      presentFor(principal, params.slug, (initiative) => useCases.find(initiative, params.threadId)),
    counts: async ({ params }) => ({ subjects: [...(await useCases.counts(await useCases.require(params.slug)))] }),
    mentionable: async ({ params, query }) => {
      const people = await useCases.mentionable(await useCases.require(params.slug), query.name);
      return { people: people.map((person) => ({ ...person })) };
    },
    open: ({ params, body }, { principal }) =>
      presentFor(principal, params.slug, (initiative) =>
        useCases.open(principal, initiative, { ...body, kind: 'talk' }),
      ),
    flag: ({ params, body }, { principal }) =>
      presentFor(principal, params.slug, (initiative) =>
        useCases.open(principal, initiative, { ...body, kind: 'flag', text: body.text }),
      ),
    remark: ({ params, body }, { principal }) =>
      presentFor(principal, params.slug, (initiative) => useCases.remark(principal, initiative, params.step, body)),
    reply: ({ params, body }, { principal }) =>
      presentFor(principal, params.slug, (initiative) => useCases.reply(principal, initiative, params.threadId, body)),
    answer: ({ params, body }, { principal }) =>
      presentFor(principal, params.slug, (initiative) => useCases.answer(principal, initiative, params.threadId, body)),
    reopen: ({ params, body }, { principal }) =>
      presentFor(principal, params.slug, (initiative) => useCases.reopen(principal, initiative, params.threadId, body)),
    decide: ({ params, body }, { principal }) =>
      presentFor(principal, params.slug, (initiative) => useCases.decide(principal, initiative, params.threadId, body)),
    edit: async ({ params, body }, { principal }) =>
      presentComment(await useCases.edit(principal, await useCases.require(params.slug), params.commentId, body)),
    remove: async ({ params }, { principal }) =>
      useCases.remove(principal, await useCases.require(params.slug), params.commentId).then(() => undefined),
    versions: async ({ params }) => {
      const versions = await useCases.versions(await useCases.require(params.slug), params.commentId);
      return { versions: versions.map((version) => ({ ...version })) };
    },
  });
}

/** How threads are shown to one person: with whom they wait for, and with what this person may do in them. */
async function presenter(useCases: ConversationUseCases, { accountId }: Actor, initiative: StoredInitiative) {
  const [roles, names] = await Promise.all([useCases.rolesOf(initiative, accountId), useCases.namesByRole(initiative)]);
  return ({ no: _, ...thread }: StoredThread) => {
    const addressees = thread.addressed.flatMap((role) => names[role] ?? []);
    return {
      ...thread,
      addressed: [...thread.addressed],
      addressees,
      comments: thread.comments.map(presentComment),
      decisions: thread.decisions.map((decision) => ({ ...decision })),
      maySpeak: maySpeakIn(thread, { accountId, roles }),
      mayClose: mayClose(thread, { accountId, roles, isAddresseeSeated: addressees.length > 0 }),
    };
  };
}

function presentComment(comment: Comment) {
  return { ...comment, roles: [...comment.roles], mentions: [...comment.mentions] };
}
