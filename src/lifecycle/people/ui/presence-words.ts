import { formatAgo, formatDay } from '../../../web/kit/index.ts';
import type { Tone } from '../../../web/theme/index.ts';
import type { Presence } from '../seats.ts';
import type { TableSeat } from './people-queries.ts';

/** The word and the tone of a presence, where there is room for one word. */
export const PRESENCE: Readonly<Record<Presence, { readonly word: string; readonly tone: Tone }>> = {
  present: { word: 'heard', tone: 'reached' },
  expected: { word: 'not heard yet', tone: 'unknown' },
  silent: { word: 'silent', tone: 'look' },
  late: { word: 'came late', tone: 'look' },
};

/** What a person did about their seat, in words: "heard 3 days ago". */
export function presenceInWords(sitter: TableSeat['sitters'][number], now: Date): string {
  switch (sitter.presence) {
    case 'present':
      return sitter.lastContributionAt === null ? 'heard' : `heard ${formatAgo(sitter.lastContributionAt, now)}`;
    case 'expected':
      return 'not heard yet';
    case 'silent':
      return `silent since ${formatDay(sitter.seatedAt)}`;
    case 'late':
      return `came on ${formatDay(sitter.seatedAt)}, after this step had been closed`;
  }
}
