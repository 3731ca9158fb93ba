import { z } from 'zod';
import {
  cursorSchema,
  defineApi,
  instantSchema,
  nextCursorSchema,
  nothingSchema,
  pageQuerySchema,
} from '../../platform/contract/index.ts';
import { MAIL_MODES } from './notice.ts';

/** Several notices about the same matter, as one line. */
export const noticeLineSchema = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    sentence: z.string(),
    /** The one verb on the button. */
    verb: z.string(),
    minutes: z.number().int(),
    path: z.string(),
    /** Whether something waits for the reader; else it only tells. */
    isAsk: z.boolean(),
    at: instantSchema,
    count: z.number().int(),
    unread: z.number().int(),
    isDone: z.boolean(),
    initiative: z.object({ slug: z.string(), name: z.string() }).nullable(),
  })
  .meta({ id: 'NoticeLine' });

const mailPreferenceSchema = z
  .object({
    mode: z.enum(MAIL_MODES),
    digestHour: z.number().int().min(0).max(23),
    timeZone: z.string().min(1).max(60),
  })
  .meta({ id: 'MailPreference' });

const noticeParams = z.object({ noticeId: z.uuid() });
const tokenParams = z.object({ token: z.string().min(1).max(200) });

/** The endpoints of what people are told. Each shows only what the caller was told and may still see. */
export const attentionApi = defineApi({
  list: {
    method: 'GET',
    path: '/api/notifications',
    summary: 'What the caller was told, newest first; what is about the same matter is one line.',
    access: 'signed-in',
    query: pageQuerySchema.extend({
      cursor: cursorSchema(/^\d{1,15}$/),
      only: z.enum(['all', 'waiting']).default('all'),
    }),
    response: z.object({ notices: z.array(noticeLineSchema), nextCursor: nextCursorSchema }),
  },
  count: {
    method: 'GET',
    path: '/api/notifications/count',
    summary: 'How many lines are new to the caller, and how many of those wait for them.',
    access: 'signed-in',
    response: z.object({ unread: z.number().int(), waiting: z.number().int() }),
  },
  read: {
    method: 'POST',
    path: '/api/notifications/:noticeId/read',
    summary: 'Marks a notice and the earlier ones about the same matter as read.',
    access: 'signed-in',
    params: noticeParams,
    response: nothingSchema,
    status: 204,
  },
  done: {
    method: 'POST',
    path: '/api/notifications/:noticeId/done',
    summary: 'Marks a notice and the earlier ones about the same matter as done.',
    access: 'signed-in',
    params: noticeParams,
    response: nothingSchema,
    status: 204,
  },
  readAll: {
    method: 'POST',
    path: '/api/notifications/read',
    summary: 'Marks everything as read.',
    access: 'signed-in',
    response: nothingSchema,
    status: 204,
  },
  byLink: {
    method: 'GET',
    path: '/api/notifications/by-link/:token',
    summary:
      'The notice that a link in a mail leads to; only for whom the mail was for, and reading it changes nothing.',
    access: 'signed-in',
    params: tokenParams,
    response: noticeLineSchema,
  },
  readMail: {
    method: 'GET',
    path: '/api/me/mail',
    summary: 'When the caller is told by mail, and whether this installation sends any.',
    access: 'signed-in',
    response: z.object({ preference: mailPreferenceSchema, isConfigured: z.boolean() }),
  },
  changeMail: {
    method: 'PUT',
    path: '/api/me/mail',
    summary: 'Changes when the caller is told by mail.',
    access: 'signed-in',
    body: mailPreferenceSchema,
    response: mailPreferenceSchema,
  },
  endMails: {
    method: 'POST',
    path: '/api/mail-off/:token',
    summary: 'Ends the mails to one address with the link that stands in each of them (RFC 8058).',
    access: 'public',
    params: tokenParams,
    response: nothingSchema,
    status: 204,
  },
  mailReport: {
    method: 'GET',
    path: '/api/mail-report',
    summary: 'How many mails wait, were sent and failed, with the newest failures; never what they said.',
    access: { action: 'installation.manage' },
    response: z.object({
      isConfigured: z.boolean(),
      waiting: z.number().int(),
      sent: z.number().int(),
      failed: z.number().int(),
      failures: z.array(
        z.object({
          at: instantSchema,
          name: z.string(),
          attempts: z.number().int(),
          failure: z.string(),
          isGivenUp: z.boolean(),
        }),
      ),
    }),
  },
  visit: {
    method: 'POST',
    path: '/api/me/visit',
    summary: 'Notes that the caller is here, and tells when their visit before this one ended.',
    access: 'signed-in',
    response: z.object({ previousVisitAt: instantSchema.nullable() }),
  },
});
