import type { Arm } from '../../actions/index.ts';
import type { ImportState } from '../import.ts';
import type { RecordKind } from '../ledger.ts';

/** What each kind of record is for people who bring it, and what cannot be said without it. */
export const KIND_WORDS: Readonly<Record<RecordKind, { readonly name: string; readonly without: string }>> = {
  predictions: { name: 'What the model said', without: 'Whether the list was right cannot be judged.' },
  assignments: {
    name: 'Who was acted upon, who left alone',
    without: 'Nothing can be compared, so no effect can be shown.',
  },
  actions: { name: 'What was done', without: 'Nobody knows who was reached, or at what cost.' },
  outcomes: { name: 'What became of them', without: 'Whether it worked cannot be judged.' },
  'kpi-points': { name: 'The KPI over time', without: 'The figure of the business cannot be drawn.' },
  watermarks: {
    name: 'How far the data are complete',
    without: 'A missing outcome cannot be read as none, so nobody counts as done.',
  },
  costs: { name: 'Costs of the whole', without: 'Only the cost of single actions is counted.' },
};

/** One record, or several, inside a sentence. */
export const RECORD_WORDS: Readonly<Record<RecordKind, readonly [one: string, many: string]>> = {
  predictions: ['prediction', 'predictions'],
  assignments: ['assignment', 'assignments'],
  actions: ['action', 'actions'],
  outcomes: ['outcome', 'outcomes'],
  'kpi-points': ['KPI value', 'KPI values'],
  watermarks: ['statement of completeness', 'statements of completeness'],
  costs: ['cost', 'costs'],
};

/** The arms in the words of people. */
export const ARM_WORDS: Readonly<Record<Arm, string>> = {
  action: 'acted upon',
  holdout: 'left alone',
  explore: 'acted upon by chance, without a flag',
  none: 'not flagged, nothing done',
};

/** Where a file stands, as a sentence for a list. */
export const STATE_WORDS: Readonly<
  Record<ImportState, { readonly tone: 'accent' | 'reached' | 'look' | 'broken' | 'unknown'; readonly words: string }>
> = {
  uploaded: { tone: 'look', words: 'Waits for the meaning of its columns' },
  mapped: { tone: 'look', words: 'Waits to be checked' },
  checking: { tone: 'accent', words: 'Being checked' },
  checked: { tone: 'look', words: 'Checked, waits to be loaded' },
  loading: { tone: 'accent', words: 'Being loaded' },
  loaded: { tone: 'reached', words: 'Loaded' },
  failed: { tone: 'broken', words: 'Could not be read' },
  cancelled: { tone: 'unknown', words: 'Cancelled' },
};
