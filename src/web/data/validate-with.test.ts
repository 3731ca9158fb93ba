import { expect, it } from 'vitest';
import { z } from 'zod';
import '../../platform/contract/human-messages.ts';
import { validateWith } from './validate-with.ts';

const schema = z.object({ name: z.string().min(3), place: z.object({ seats: z.number() }) });

it('a form hears of a mistake in the words of the server, under the name of its field', () => {
  expect(validateWith(schema)({ name: '', place: { seats: 'two' } })).toEqual({
    name: 'Use at least 3 characters.',
    'place.seats': 'Use a number.',
  });
});

it('what the server would take is not refused', () => {
  const validate = validateWith(schema, ({ name }: { name: string }) => ({ name, place: { seats: 2 } }));
  expect(validate({ name: 'Ana' })).toEqual({});
});
