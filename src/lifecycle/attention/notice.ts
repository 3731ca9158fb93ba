/** What a notice tells and asks. */
export interface NoticeWords {
  /** What happened, as a whole sentence with the name of whoever did it. */
  readonly sentence: string;
  /** The one verb on the button. */
  readonly verb: string;
  /** How long it takes, roughly. */
  readonly minutes: number;
  /** The very place. */
  readonly path: string;
  /** Whether something waits for the reader; else it only tells. */
  readonly isAsk: boolean;
}

/** Several notices about the same matter, as one line. Moments are ISO 8601. */
export interface NoticeLine extends NoticeWords {
  /** Id of the newest of them. */
  readonly id: string;
  /** Kind of the newest event. */
  readonly kind: string;
  readonly at: string;
  /** How many there are, and how many of them are new to the reader. */
  readonly count: number;
  readonly unread: number;
  readonly isDone: boolean;
  /** The initiative that it is about; `null` for what belongs to none. */
  readonly initiative: { readonly slug: string; readonly name: string } | null;
}

/** When a person is told by mail. */
export const MAIL_MODES = ['immediate', 'daily', 'off'] as const;

/** When a person is told by mail. */
export type MailMode = (typeof MAIL_MODES)[number];

/** How a person wants to be told by mail. */
export interface MailPreference {
  readonly mode: MailMode;
  /** Hour of the day at which the daily mail comes, 0 to 23, in the person's own time zone. */
  readonly digestHour: number;
  /** Name of the time zone, e.g. `Europe/Madrid`. */
  readonly timeZone: string;
}

/** What holds until a person chooses something else: a mail for whatever waits for them. */
export const DEFAULT_MAIL_PREFERENCE: MailPreference = { mode: 'immediate', digestHour: 8, timeZone: 'UTC' };

/** Whether a name is a time zone that this process knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * The next moment, strictly after `now`, at which clocks of a time zone show a whole hour. Where that hour is skipped by
 * the change to summer time, the following hour of the same day is taken.
 */
export function nextTimeAt(hour: number, timeZone: string, now: Date): Date {
  const hourThere = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' });
  // Half-hour zones exist, so the search goes by quarters of an hour from the next one on; two days hold every change.
  const quarter = 15 * 60_000;
  let before = Number(hourThere.format(now));
  for (let at = Math.floor(now.getTime() / quarter + 1) * quarter; at < now.getTime() + 49 * 3_600_000; at += quarter) {
    const there = Number(hourThere.format(at));
    const isSkipped = there === hour + 1 && before === hour - 1;
    if (there !== before && (there === hour || isSkipped)) return new Date(at);
    before = there;
  }
  return new Date(now.getTime() + 24 * 3_600_000);
}
