import { type ChurnStoryPlan, churnStory } from './churn-story.ts';
import { type MaintenanceStoryPlan, maintenanceStory } from './maintenance-story.ts';
import type { Story, StoryOptions } from './story.ts';
import { type UpsellStoryPlan, upsellStory } from './upsell-story.ts';
import { displaysStory, shoppersStory, type WidgetsStoryPlan } from './widgets-story.ts';

/** Days before the last outcome window closes on which the story that is told too early is told. */
const DAYS_TOO_EARLY = 40;

const CHURN_STORIES: readonly ChurnStoryPlan[] = [
  {
    id: 'churn-brief-case',
    name: 'Retention calls, spring',
    variant: 'brief_case',
    units: 30_000,
    expected: {
      state: 'ACCURATE_ACTION_INEFFECTIVE',
      links: { prediction: 'ok', reach: 'ok', action: 'broken', effect: 'broken' },
    },
  },
  {
    id: 'churn-works',
    name: 'Retention calls, autumn',
    variant: 'works',
    overrides: { effect: { flagged: 0.08, unflagged: 0.01 }, value: 900 },
    units: 30_000,
    expected: { state: 'WORKS', links: { prediction: 'ok', reach: 'ok', action: 'ok', cost: 'ok' } },
  },
  {
    id: 'churn-not-reached',
    name: 'Retention calls, region South',
    variant: 'not_reached',
    units: 15_000,
    openAnswerReason: 'A pilot of one region; we want to see whether the calls get through before we widen it.',
    expected: { state: 'NOT_REACHED', links: { prediction: 'ok', reach: 'broken' } },
  },
  {
    id: 'churn-mis-targeted',
    name: 'Retention calls, everybody scored',
    variant: 'mis_targeted',
    overrides: { holdout: 0.5, explore: 0.4, effect: { flagged: 0, unflagged: 0.06 } },
    units: 30_000,
    expected: { state: 'MIS_TARGETED', links: { prediction: 'ok', reach: 'ok', action: 'ok', effect: 'broken' } },
  },
  {
    id: 'churn-unprofitable',
    name: 'Retention calls, prepaid',
    variant: 'unprofitable',
    overrides: { effect: { flagged: 0.06, unflagged: 0.01 }, value: 80 },
    units: 30_000,
    expected: {
      state: 'EFFECTIVE_UNPROFITABLE',
      links: { prediction: 'ok', reach: 'ok', action: 'ok', cost: 'broken' },
    },
  },
  {
    id: 'churn-sleeping-dogs',
    name: 'Retention calls, expiring contracts',
    variant: 'sleeping_dogs',
    units: 20_000,
    openAnswerReason: 'A smaller campaign than we would like; a large effect either way would show.',
    expected: { state: 'HARMFUL', links: { prediction: 'ok', action: 'broken', effect: 'broken' } },
  },
  {
    id: 'churn-inaccurate',
    name: 'Retention calls, business customers',
    variant: 'inaccurate',
    units: 30_000,
    expected: { state: 'MODEL_INACCURATE', links: { prediction: 'broken', action: 'broken' } },
  },
  {
    id: 'churn-broken-log',
    name: 'Retention calls, new call centre',
    variant: 'broken_log',
    overrides: { flagShare: 0.4, holdout: 0.5 },
    units: 20_000,
    openAnswerReason: 'The call centre is new; the first season is there to see that everything is logged.',
    expected: { state: 'EVIDENCE_BROKEN', links: {} },
  },
  {
    id: 'churn-low-volume',
    name: 'Retention calls, key accounts',
    variant: 'low_volume',
    units: 900,
    plannedUnits: 6_000,
    expected: { state: 'UNDERPOWERED', links: { action: 'unknown', effect: 'unknown' } },
  },
  {
    id: 'churn-too-early',
    name: 'Retention calls, winter',
    variant: 'works',
    dmin: 0.07,
    units: 30_000,
    daysTooEarly: DAYS_TOO_EARLY,
    expected: { state: 'TOO_EARLY', links: { prediction: 'ok' } },
  },
  {
    id: 'churn-too-small',
    name: 'Retention calls, whole base',
    variant: 'too_small',
    overrides: { effect: { flagged: 0.05, unflagged: 0.01 }, value: 3_600 },
    units: 30_000,
    expected: { state: 'WORKS_TOO_SMALL', links: { prediction: 'ok', reach: 'ok', action: 'ok', effect: 'broken' } },
  },
];

const MAINTENANCE_STORIES: readonly MaintenanceStoryPlan[] = [
  {
    id: 'maintenance-works',
    name: 'Inspections before standstill',
    overrides: { machines: 4_000, costInspection: 250 },
    expected: { state: 'WORKS', links: { reach: 'ok', action: 'ok', cost: 'ok' } },
  },
];

const UPSELL_STORIES: readonly UpsellStoryPlan[] = [
  {
    id: 'upsell-propensity',
    name: 'Offers to likely buyers',
    ranking: 'propensity',
    overrides: { holdout: 0.5, explore: 0.4, effectMid: 12 },
    units: 20_000,
    expected: { state: 'MIS_TARGETED', links: { reach: 'ok', action: 'ok', effect: 'broken' } },
  },
  {
    id: 'upsell-uplift',
    name: 'Offers to whom they change',
    ranking: 'uplift',
    overrides: { effectMid: 12 },
    units: 12_000,
    expected: { state: 'WORKS', links: { reach: 'ok', action: 'ok', effect: 'ok', cost: 'ok' } },
  },
];

const SHOPPER_STORIES: readonly WidgetsStoryPlan[] = [
  {
    id: 'widgets-shoppers',
    name: 'Widget offers by e-mail',
    units: 15_000,
    expected: { state: 'WORKS', links: { prediction: 'ok', reach: 'ok', action: 'ok', cost: 'ok' } },
  },
];

const DISPLAY_STORIES: readonly WidgetsStoryPlan[] = [
  {
    id: 'widgets-displays',
    name: 'Widget displays in one region',
    units: 48,
    expected: { state: 'NOT_MEASURABLE', links: {} },
  },
];

/** A story that can be played. */
export interface StoryEntry {
  readonly id: string;
  readonly name: string;
  readonly play: (options: StoryOptions) => Story;
}

/** Makes entries of the plans of one question. */
function entriesOf<P extends { readonly id: string; readonly name: string }>(
  plans: readonly P[],
  play: (plan: P, options: StoryOptions) => Story,
): readonly StoryEntry[] {
  return plans.map((plan) => ({ id: plan.id, name: plan.name, play: (options) => play(plan, options) }));
}

/** All stories of the demo; the product's own story comes first. */
export const STORIES: readonly StoryEntry[] = [
  ...entriesOf(CHURN_STORIES, churnStory),
  ...entriesOf(MAINTENANCE_STORIES, maintenanceStory),
  ...entriesOf(UPSELL_STORIES, upsellStory),
  ...entriesOf(SHOPPER_STORIES, shoppersStory),
  ...entriesOf(DISPLAY_STORIES, displaysStory),
];
