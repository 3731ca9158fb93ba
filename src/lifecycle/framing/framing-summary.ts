import type { FramingContent } from './framing.ts';

/** What lists over all initiatives say of a framing; the database takes it out of the content when it is put forward. */
export type FramingSummary = Pick<FramingContent, 'riskTier' | 'kpi'> & {
  readonly successCriterion: Pick<
    FramingContent['successCriterion'],
    'design' | 'readOutOn' | 'valuePerOutcomeCents' | 'currency'
  >;
};
