import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Viewer } from '../people/index.ts';
import { attentionApi } from './attention.schema.ts';
import type { MailReport } from './mail.store.ts';
import type { MailPreference, NoticeLine } from './notice.ts';

interface Caller extends Viewer {
  readonly name: string;
}

/** What the routes of notices call. */
export interface AttentionUseCases {
  list(
    caller: Viewer,
    page: { readonly before: number | null; readonly limit: number; readonly only: 'all' | 'waiting' },
  ): Promise<readonly (NoticeLine & { readonly no: number })[]>;
  count(caller: Viewer): Promise<{ readonly unread: number; readonly waiting: number }>;
  mark(caller: Viewer, noticeId: string, as: 'read' | 'done'): Promise<void>;
  markAllRead(caller: Viewer): Promise<void>;
  byLink(caller: Viewer, token: string): Promise<NoticeLine>;
  mailPreference(caller: Viewer): Promise<MailPreference>;
  changeMail(caller: Caller, preference: MailPreference): Promise<MailPreference>;
  endMails(token: string): Promise<void>;
  mailReport(): Promise<MailReport>;
  visit(caller: Viewer): Promise<Date | null>;
  readonly sendsMail: boolean;
}

/** The routes of what people are told. */
export function attentionRoutes(useCases: AttentionUseCases): MountedApi {
  return mountApi('Attention', attentionApi, {
    list: async ({ query }, { principal }) => {
      const before = query.cursor === undefined ? null : Number(query.cursor);
      const lines = await useCases.list(principal, { before, limit: query.limit + 1, only: query.only });
      const page = lines.slice(0, query.limit);
      return {
        notices: page.map(presentLine),
        nextCursor: lines.length > query.limit ? String(page.at(-1)?.no) : null,
      };
    },
    count: async (_input, { principal }) => ({ ...(await useCases.count(principal)) }),
    read: async ({ params }, { principal }) => useCases.mark(principal, params.noticeId, 'read').then(() => undefined),
    done: async ({ params }, { principal }) => useCases.mark(principal, params.noticeId, 'done').then(() => undefined),
    readAll: async (_input, { principal }) => useCases.markAllRead(principal).then(() => undefined),
    byLink: async ({ params }, { principal }) => presentLine(await useCases.byLink(principal, params.token)),
    readMail: async (_input, { principal }) => ({
      preference: { ...(await useCases.mailPreference(principal)) },
      isConfigured: useCases.sendsMail,
    }),
    changeMail: async ({ body }, { principal }) => ({ ...(await useCases.changeMail(principal, body)) }),
    endMails: async ({ params }) => useCases.endMails(params.token).then(() => undefined),
    mailReport: async () => {
      const report = await useCases.mailReport();
      return {
        ...report,
        failures: report.failures.map((failure) => ({ ...failure })),
        isConfigured: useCases.sendsMail,
      };
    },
    visit: async (_input, { principal }) => ({
      previousVisitAt: (await useCases.visit(principal))?.toISOString() ?? null,
    }),
  });
}

function presentLine(line: NoticeLine): NoticeLine {
  const { id, kind, sentence, verb, minutes, path, isAsk, at, count, unread, isDone, initiative } = line;
  return { id, kind, sentence, verb, minutes, path, isAsk, at, count, unread, isDone, initiative };
}
