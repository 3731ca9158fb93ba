import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { draftGaps } from '../src/lifecycle/framing/draft-gaps.ts';
import { framingContentSchema } from '../src/lifecycle/framing/index.ts';
import { LEDGER_LIMITS, ROW_SCHEMA } from '../src/lifecycle/ledger/index.ts';
import { isRequired, STANDARD_PLAYBOOK } from '../src/lifecycle/people/index.ts';
import { startOfDay } from './calendar.ts';
import { STORIES } from './stories.ts';
import type { Delivery, Story } from './story.ts';

const OPTIONS = { seed: 'test', today: '2026-06-30' };
const DATE_FIELDS = ['occurredAt', 'assignedAt', 'completeThrough', 'periodEnd'] as const;

/** Each is played once: most of them are tens of thousands of rows. */
const PLAYED = STORIES.map(({ id, name, play }) => ({ id, name, story: play(OPTIONS) }));

describe.each(PLAYED)('the story $name', ({ story }) => {
  it('has a complete framing that the planner lets pass', () => {
    expect(framingContentSchema.safeParse(story.framing).error).toBeUndefined();
    expect(draftGaps(story.framing)).toEqual([]);
  });

  it('delivers rows that the ledger takes, in batches that it takes', () => {
    for (const delivery of story.deliveries) {
      expect(delivery.rows.length).toBeLessThanOrEqual(LEDGER_LIMITS.rowsPerBatch);
      expect(JSON.stringify(delivery).length).toBeLessThan(LEDGER_LIMITS.batchBytes);
      const problems = delivery.rows.flatMap((row) => ROW_SCHEMA[delivery.kind].safeParse(row).error?.issues ?? []);
      expect(problems).toEqual([]);
    }
  });

  it('delivers in the order of time, and nothing before it happened or after today', () => {
    let last = '';
    for (const { at, rows } of story.deliveries) {
      expect(at >= last).toBe(true);
      last = at;
      const dates = rows.flatMap((row) => DATE_FIELDS.map((field) => String(Reflect.get(row, field) ?? '')));
      expect(dates.filter((date) => date > at)).toEqual([]);
    }
    expect(Date.parse(last)).toBeLessThanOrEqual(startOfDay(OPTIONS.today));
  });

  it('repeats exactly the rows that it says are duplicates', () => {
    const seen = new Map<string, Set<string>>();
    for (const { kind, rows, duplicates } of story.deliveries) {
      const known = seen.get(kind) ?? new Set<string>();
      seen.set(kind, known);
      const bodies = rows.map((row) => JSON.stringify(row));
      expect(bodies.filter((body) => known.has(body))).toHaveLength(duplicates);
      for (const body of bodies) known.add(body);
    }
  });

  it('has a word for every seat that must be heard before Learn', () => {
    for (const { part, seats } of STANDARD_PLAYBOOK.steps.filter((plan) => plan.part !== 'learn')) {
      const required = Object.entries(seats).flatMap(([role, duty]) => (isRequired(duty) ? [role] : []));
      expect(Object.keys(story.remarks[part] ?? {}).sort()).toEqual(required.sort());
    }
  });
});

describe('stories', () => {
  it('are the same bytes for the same seed, and others for another', () => {
    const entry = STORIES.find(({ id }) => id === 'churn-low-volume');
    const digest = (seed: string): string => digestOf(entry?.play({ ...OPTIONS, seed }));
    expect(digest('a')).toBe(digest('a'));
    expect(digest('b')).not.toBe(digest('a'));
  });

  it('do not depend on the day on which they are told, except for their dates', () => {
    const entry = STORIES.find(({ id }) => id === 'churn-low-volume');
    const outcomes = (today: string) =>
      entry
        ?.play({ ...OPTIONS, today })
        .deliveries.filter(isOutcomes)
        .flatMap(({ rows }) => rows.map((row) => row.unitId))
        .sort();
    expect(outcomes('2026-06-30')).toEqual(outcomes('2024-02-29'));
  });

  it('carry late records and corrections, as real sources do', () => {
    const played = PLAYED.find(({ id }) => id === 'churn-works');
    const outcomes = played?.story.deliveries.filter(isOutcomes).flatMap(({ rows }) => rows) ?? [];
    expect(outcomes.filter(({ revision }) => (revision ?? 1) > 1).length).toBeGreaterThan(20);
    expect(outcomes.filter(({ voided }) => voided === true).length).toBeGreaterThan(20);
  });

  it('say the questions of the brief word for word', () => {
    expect(new Set(PLAYED.map(({ story }) => story.question))).toEqual(
      new Set([
        'reduce churn by 10% this quarter',
        'we lose n dollars a quarter to unscheduled maintenance',
        'how can we upsell',
        'how can we get people to buy more widgets',
      ]),
    );
  });
});

function isOutcomes(delivery: Delivery): delivery is Extract<Delivery, { kind: 'outcomes' }> {
  return delivery.kind === 'outcomes';
}

function digestOf(story: Story | undefined): string {
  return createHash('sha256').update(JSON.stringify(story)).digest('hex');
}
