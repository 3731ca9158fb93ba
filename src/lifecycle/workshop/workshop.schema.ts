import { z } from 'zod';
import { defineApi, instantSchema } from '../../platform/contract/index.ts';
import { initiativeParams } from '../initiatives/index.ts';
import { BOARD_LIMITS, NOTE_MEANINGS } from './board.ts';

/** A note of the board with its author and votes. */
export const boardNoteSchema = z
  .object({
    id: z.string(),
    text: z.string(),
    /** What the note is about: a wish to know, a decision, something to predict, a worry, or a fact. */
    meaning: z.enum(NOTE_MEANINGS),
    groupId: z.string().nullable(),
    groupTitle: z.string().nullable(),
    votes: z.number().int(),
    authorId: z.string(),
    authorName: z.string(),
  })
  .meta({ id: 'BoardNote', description: 'A note on the board of an initiative.' });

/** What the table agreed about the board as a whole. */
export const boardSessionSchema = z
  .object({
    votesEach: z.number().int(),
    /** Since when new notes are hidden from others; `null` while they are not. */
    hiddenSince: instantSchema.nullable(),
    hiddenBy: z.string().nullable(),
    timerEndsAt: instantSchema.nullable(),
    /** The time of the server, against which the timer runs. */
    now: instantSchema,
  })
  .meta({ id: 'BoardSession' });

/** The endpoints of the workshop; notes, votes and text themselves change over the live socket. */
export const workshopApi = defineApi({
  board: {
    method: 'GET',
    path: '/api/initiatives/:slug/board',
    summary: 'The notes, groups and votes of the board; notes that are still hidden are not among them.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({
      notes: z.array(boardNoteSchema),
      groups: z.array(z.object({ id: z.string(), title: z.string() })),
      session: boardSessionSchema,
    }),
  },
  document: {
    method: 'GET',
    path: '/api/initiatives/:slug/document',
    summary: 'The framing document as plain text, one line for each paragraph, heading and item.',
    access: { action: 'initiative.see' },
    params: initiativeParams,
    response: z.object({ lines: z.array(z.string()) }),
  },
  hideNotes: {
    method: 'POST',
    path: '/api/initiatives/:slug/board/silence',
    summary: 'Hides new notes from others, so that everybody writes before anybody reads.',
    access: { action: 'workshop.work' },
    params: initiativeParams,
    response: boardSessionSchema,
  },
  showNotes: {
    method: 'DELETE',
    path: '/api/initiatives/:slug/board/silence',
    summary: 'Lays all hidden notes on the board, each with its author.',
    access: { action: 'workshop.work' },
    params: initiativeParams,
    response: boardSessionSchema.extend({ shownCount: z.number().int() }).meta({ id: 'ShownNotes' }),
  },
  startTimer: {
    method: 'PUT',
    path: '/api/initiatives/:slug/board/timer',
    summary: 'Starts the timer that everybody sees; 0 minutes stop it.',
    access: { action: 'workshop.work' },
    params: initiativeParams,
    body: z.object({ minutes: z.number().int().min(0).max(BOARD_LIMITS.mostTimerMinutes) }),
    response: boardSessionSchema,
  },
  setVotes: {
    method: 'PUT',
    path: '/api/initiatives/:slug/board/votes',
    summary: 'Says how many votes everybody has; votes that were cast stay.',
    access: { action: 'workshop.work' },
    params: initiativeParams,
    body: z.object({ votesEach: z.number().int().min(1).max(BOARD_LIMITS.mostVotesEach) }),
    response: boardSessionSchema,
  },
});
