import { z } from 'zod';

/** A moment on the wire: ISO 8601 with `Z` or an offset. */
export const instantSchema = z.iso.datetime({ offset: true }).meta({ description: 'ISO 8601 with Z or an offset.' });

/** A calendar day on the wire: `2026-03-31`. */
export const daySchema = z.iso.date();

/** A share between 0 and 1. */
export const shareSchema = z.number().min(0).max(1);

/** An amount of money in minor units (cents), whole, with sign. */
export const centsSchema = z.number().int().safe();

/** An ISO 4217 currency code. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'Use a three-letter currency code such as EUR.');

/** Query of a page of a long list; `cursor` is the `nextCursor` of the page before. */
export const pageQuerySchema = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/**
 * The cursor of a list whose places follow a pattern: what is no place of it is refused at the door.
 * @param pattern what the `nextCursor` of that list looks like
 */
export function cursorSchema(pattern: RegExp) {
  return z.string().regex(pattern, 'Use the nextCursor of the page before.').optional();
}

/** Where the next page of a long list begins; `null` at its end. */
export const nextCursorSchema = z.string().nullable();

/** Somebody of the organisation, as lists name them. */
export const personSchema = z.object({ accountId: z.uuid(), name: z.string() });

/** Who made something, by name, and when; spread into the object that was made. */
export const createdShape = { createdBy: z.string(), createdAt: instantSchema };

/** Who brought a file, by name, and when. */
export const broughtShape = { broughtBy: z.string(), broughtAt: instantSchema };

/** Who began what runs in the background, by name, when, and when it ended; `null` while it is under way. */
export const startedShape = { startedBy: z.string(), startedAt: instantSchema, finishedAt: instantSchema.nullable() };

/** An empty answer of status 204. */
export const nothingSchema = z.undefined();

/** A range of values, both ends included; an absent end has no bound. */
export const intervalSchema = z.object({ lower: z.number(), upper: z.number() }).meta({ id: 'Interval' });
