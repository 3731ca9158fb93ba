import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import './human-messages.ts';

function messageOf(schema: z.ZodType, value: unknown): string | undefined {
  return schema.safeParse(value).error?.issues[0]?.message;
}

describe('the message about a refused field', () => {
  it.each<readonly [string, z.ZodType, unknown]>([
    ['Fill this in.', z.object({ name: z.string() }), {}],
    ['Fill this in.', z.object({ name: z.enum(['a', 'b']) }), {}],
    ['Fill this in.', z.string().min(1), ''],
    ['Fill this in.', z.number(), null],
    ['Use a number.', z.number(), 'five'],
    ['Use a number.', z.coerce.number(), 'five'],
    ['Use a number.', z.number(), Number.POSITIVE_INFINITY],
    ['Use a whole number.', z.number().int(), 1.5],
    ['Use text.', z.string(), 5],
    ['Use true or false.', z.boolean(), 'yes'],
    ['Use a list.', z.array(z.string()), 'a'],
    ['Use at least 3 characters.', z.string().min(3), 'ab'],
    ['Use exactly 64 characters.', z.string().length(64), 'ab'],
    ['Use at most 1 character.', z.string().max(1), 'ab'],
    ['Use more than 0.', z.number().positive(), 0],
    ['Use 0.5 or more.', z.number().min(0.5), 0.1],
    ['Use 1,000 or less.', z.number().max(1_000), 1_001],
    ['Give at least 1 entry.', z.array(z.string()).min(1), []],
    ['Give at most 2 entries.', z.array(z.string()).max(2), ['a', 'b', 'c']],
    ['Choose one of: up, down.', z.enum(['up', 'down']), 'left'],
    ['Use a date such as 2026-03-31.', z.iso.date(), '31.3.2026'],
    [
      'Use a date and time with its zone, such as 2026-03-31T09:00:00Z.',
      z.iso.datetime({ offset: true }),
      '2026-03-31',
    ],
    ['Use an e-mail address such as ana@example.com.', z.email(), 'ana'],
    ['Remove what is not known here: extra.', z.strictObject({}), { extra: 1 }],
    [
      'Choose one of: threshold, list.',
      z.discriminatedUnion('kind', [z.object({ kind: z.literal('threshold') }), z.object({ kind: z.literal('list') })]),
      { kind: 'other' },
    ],
  ])('says "%s"', (message, schema, value) => {
    expect(messageOf(schema, value)).toBe(message);
  });

  it('leaves a message that the schema states itself', () => {
    expect(messageOf(z.string().regex(/^[A-Z]{3}$/, 'Use a three-letter currency code.'), 'euro')).toBe(
      'Use a three-letter currency code.',
    );
  });
});
