import { describe, expect, it } from 'vitest';
import { destinationOf } from './where-it-leads.ts';

const ID = '01890000-0000-7000-8000-000000000000';

describe('where a mail leads', () => {
  it('a conversation and a return ticket are answered where the link lands; everything else has its page', () => {
    expect(destinationOf(`/i/churn/talk?thread=${ID}`)).toEqual({ kind: 'thread', slug: 'churn', threadId: ID });
    expect(destinationOf(`/i/churn/learn#ticket-${ID}`)).toEqual({ kind: 'ticket', slug: 'churn', ticketId: ID });
    expect(destinationOf('/i/churn/frame')).toEqual({ kind: 'page', path: '/i/churn/frame' });
  });
});
