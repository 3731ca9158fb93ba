import { expect, it } from 'vitest';
import { fieldErrors, isWorthRetrying, problemOf } from './problem.ts';
import { createQueryClient } from './query-client.ts';

const refused = Object.assign(new Error('Frame cannot be left: the data engineer was not heard.'), {
  code: 'STEP_NEEDS_SEATS',
  status: 409,
  remedy: 'Ask Bo.',
  fields: [{ path: 'rows[3].score', message: 'Write a number.' }],
});

it('a thrown problem keeps its sentence, its remedy and its fields', () => {
  expect(problemOf(refused)).toEqual({
    code: 'STEP_NEEDS_SEATS',
    status: 409,
    detail: 'Frame cannot be left: the data engineer was not heard.',
    remedy: 'Ask Bo.',
    fields: [{ path: 'rows[3].score', message: 'Write a number.' }],
  });
});

it('a problem as it travels reads the same', () => {
  const { code, status, remedy, fields, message } = refused;
  expect(problemOf({ code, status, remedy, errors: fields, detail: message })).toEqual(problemOf(refused));
});

it('what is no problem keeps its own words', () => {
  expect(problemOf(new TypeError('x is undefined')).detail).toContain('x is undefined');
  expect(problemOf(undefined).code).toBe('UNEXPECTED');
});

it('refused fields are named as the form names them', () => {
  expect(fieldErrors(refused)).toEqual({ 'rows.3.score': 'Write a number.' });
});

it('only what may pass by itself is asked again, twice at most', () => {
  expect(isWorthRetrying(problemOf(refused))).toBe(false);
  const retry = createQueryClient().getDefaultOptions().queries?.retry;
  const ask = (count: number, error: Error) => (typeof retry === 'function' ? retry(count, error) : retry);
  expect(ask(0, refused)).toBe(false);
  expect(ask(0, Object.assign(new Error('busy'), { code: 'BUSY', status: 503 }))).toBe(true);
  expect(ask(2, Object.assign(new Error('busy'), { code: 'BUSY', status: 503 }))).toBe(false);
});
