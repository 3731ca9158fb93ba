import { formatAgo, formatDay } from '../../../web/kit/index.ts';
import type { Tone } from '../../../web/theme/index.ts';
import type { Presence } from '../presence.ts';
import type { TableSeat } from './people-queries.ts';

/** The word and the tone of a presence where there is room for one word, and the word after a name on the line. */
export const PRESENCE: Readonly<
  Record<Presence, { readonly word: string; readonly onLine: string; readonly tone: Tone }>
> = {
  present: { word: 'heard', onLine: 'heard', tone: 'reached' },
  expected: { word: 'not heard yet', onLine: 'expected', tone: 'unknown' },
  silent: { word: 'silent', onLine: 'silent', tone: 'look' },
  late: { word: 'came late', onLine: 'late', tone: 'look' },
};

/** The word of a presence; of whom the step needs no word, none is missed. */
export function presenceWord(presence: Presence, isNeeded: boolean): string {
  return presence === 'expected' && !isNeeded ? 'kept informed' : PRESENCE[presence].word;
}

/** What a person did about their seat, in words: "heard 3 days ago". */
export function presenceInWords(sitter: TableSeat['sitters'][number], isNeeded: boolean, now: Date): string {
  switch (sitter.presence) {
    case 'present':
      return sitter.lastContributionAt === null ? 'heard' : `heard ${formatAgo(sitter.lastContributionAt, now)}`;
    case 'expected':
      return presenceWord('expected', isNeeded);
    case 'silent':
      return sitter.lastContributionAt === null
        ? `silent, not a word since ${formatDay(sitter.seatedAt)}`
        : `silent, last heard ${formatAgo(sitter.lastContributionAt, now)}`;
    case 'late':
      return `came late: on ${formatDay(sitter.seatedAt)}, after this step had been closed`;
  }
}
