/**
 * The eight steps of the line, from the question to what was learned. This order drives the navigation, the gates and
 * every table that shows "roles x steps"; it is stated nowhere else.
 */
export const STEPS = ['ask', 'frame', 'prepare', 'build', 'review', 'release', 'act', 'learn'] as const;

/** A step of the line. */
export type Step = (typeof STEPS)[number];

/** The word on screen for each step. */
export const STEP_NAME: Readonly<Record<Step, string>> = {
  ask: 'Ask',
  frame: 'Frame',
  prepare: 'Prepare',
  build: 'Build',
  review: 'Review',
  release: 'Release',
  act: 'Act',
  learn: 'Learn',
};

/** The question that a step answers, in the words of the people who do it. */
export const STEP_QUESTION: Readonly<Record<Step, string>> = {
  ask: 'What does the business want to know or change?',
  frame: 'What exactly do we predict, who acts on it, and how will we know that it worked?',
  prepare: 'Do we have the data, and do they mean what we think?',
  build: 'Can it be predicted better than by the rule of thumb?',
  review: 'Is it good and safe enough to use?',
  release: 'Is it running where it is needed?',
  act: 'Who is acted upon, who is left alone, and what was done?',
  learn: 'Did it work, and which link broke?',
};

/** The rooms of `src/lifecycle` in the order of the line: a room may look back along this list, never forward. */
export const ROOMS = [
  'initiatives',
  'people',
  'conversation',
  'ideas',
  'workshop',
  'framing',
  'datasets',
  'signals',
  'experiments',
  'traces',
  'evaluations',
  'registry',
  'training',
  'expectations',
  'explanations',
  'actions',
  'ledger',
  'outcomes',
  'feedback',
  'lineage',
  'attention',
  'portfolio',
] as const;
