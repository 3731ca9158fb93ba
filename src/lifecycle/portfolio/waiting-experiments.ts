import { formatCount } from '../../words/index.ts';
import type { UnconnectedExperiments } from './today-facts.ts';
import { MINUTES, type WaitingItem } from './waiting-item.ts';

/** Asks whoever logged to experiments without an initiative which question they belong to, so that none is forgotten. */
export function connectItem({ count, isWhole, newest, since }: UnconnectedExperiments): WaitingItem {
  const about = { kind: 'connect-experiment', slug: null, name: 'Experiments', since } as const;
  const minutes = MINUTES['connect-experiment'];
  if (count === 1)
    return {
      ...about,
      minutes,
      sentence: `Your experiment "${newest.name}" belongs to no initiative yet: which question is it about?`,
      verb: 'Connect it',
      path: `/experiments/${newest.id}`,
    };
  return {
    ...about,
    minutes: Math.min(count, 5) * minutes,
    sentence: `${isWhole ? '' : 'More than '}${formatCount(isWhole ? count : count - 1)} of your experiments belong to no initiative yet, the newest is "${newest.name}".`,
    verb: 'Connect them',
    path: '/experiments',
  };
}
