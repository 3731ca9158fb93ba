import { expect, it } from 'vitest';
import { WEBHOOK_EVENTS } from '../webhook.ts';
import { EVENT_GROUPS } from './webhook-queries.ts';

it('everything that a webhook can be told of is offered once', () => {
  const offered = EVENT_GROUPS.flatMap(({ events }) => events);
  expect(offered.toSorted()).toEqual(WEBHOOK_EVENTS.toSorted());
});
