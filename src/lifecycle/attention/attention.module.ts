import type { RawBuilder } from 'kysely';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { Viewer } from '../people/index.ts';
import { refuseAttention } from './attention.errors.ts';
import { attentionRoutes } from './attention.routes.ts';
import { changeMail, endMails } from './change-mail.use-case.ts';
import { deliverMail, type SendLetter } from './deliver-mail.use-case.ts';
import { type FollowPorts, followEvents } from './follow-events.use-case.ts';
import { mailPreference, mailReport } from './mail.store.ts';
import { readLink } from './mail-link.use-case.ts';
import { countNotices, findNotice, listNotices, markAllRead, markNotices, type Reader } from './notices.store.ts';
import { noteVisit } from './visits.store.ts';

/** What the room is wired with. */
export interface AttentionDependencies extends Omit<FollowPorts, 'sendsMail'> {
  readonly isVisible: (viewer: Viewer) => RawBuilder<boolean>;
  readonly findPerson: (accountId: string) => Promise<{ readonly id: string; readonly name: string } | null>;
  /** How mails leave, and the address that their links begin with; `null` when none are sent. */
  readonly mail: { readonly send: SendLetter; readonly publicUrl: string } | null;
  /** Signs the links in mails. */
  readonly secret: () => Promise<string>;
}

/** What the room gives to the composition. */
export interface AttentionModule {
  readonly mounted: MountedApi;
  /** Tells people of the events that were sealed since the last time; how many events were read. */
  follow(): Promise<number>;
  /** Hands over the mails that are due; how many were accepted. */
  deliver(): Promise<number>;
}

/** Wires what people are told. */
export function attentionModule(dependencies: AttentionDependencies): AttentionModule {
  const { database, now, mail, secret } = dependencies;
  const sendsMail = mail !== null;
  const readerOf = (viewer: Viewer): Reader => ({
    accountId: viewer.accountId,
    isVisible: dependencies.isVisible(viewer),
  });
  const requireNotice = async (viewer: Viewer, noticeId: string) => {
    const notice = await findNotice(database, readerOf(viewer), noticeId);
    if (!notice) throw refuseAttention('NOTICE_UNKNOWN');
    return notice;
  };
  return {
    mounted: attentionRoutes({
      list: (viewer, page) => listNotices(database, readerOf(viewer), page),
      count: (viewer) => countNotices(database, readerOf(viewer)),
      mark: async (viewer, noticeId, as) => {
        await markNotices(database, viewer.accountId, await requireNotice(viewer, noticeId), as, now());
        dependencies.onTold([viewer.accountId]);
      },
      markAllRead: async (viewer) => {
        await markAllRead(database, viewer.accountId, now());
        dependencies.onTold([viewer.accountId]);
      },
      byLink: async (viewer, token) => {
        const noticeId = readLink(await secret(), 'notice', token, now());
        const notice = await findNotice(database, readerOf(viewer), noticeId);
        if (!notice) throw refuseAttention('MAIL_LINK_FOREIGN');
        return notice;
      },
      mailPreference: (viewer) => mailPreference(database, viewer.accountId),
      changeMail: (caller, preference) => changeMail(dependencies, caller, preference),
      endMails: async (token) => {
        const person = await dependencies.findPerson(readLink(await secret(), 'mail-off', token, now()));
        if (person) await endMails(dependencies, { accountId: person.id, name: person.name });
      },
      mailReport: () => mailReport(database),
      visit: (viewer) => noteVisit(database, viewer.accountId, now()),
      sendsMail,
    }),
    follow: () => followEvents({ ...dependencies, sendsMail }),
    deliver: async () =>
      mail === null ? 0 : deliverMail({ ...dependencies, send: mail.send, publicUrl: mail.publicUrl }),
  };
}
