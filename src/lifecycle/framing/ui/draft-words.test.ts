import { expect, it } from 'vitest';
import { FRAMING_FIELDS } from '../framing-fields.ts';
import { fieldId, fieldWords } from './draft-words.ts';

it('every field of the framing has words and a place of its own', () => {
  const ids = FRAMING_FIELDS.map(({ path }) => fieldId(path));
  expect(new Set(ids).size).toBe(ids.length);
  for (const { path } of FRAMING_FIELDS) expect(fieldWords(path)).not.toContain('.');
});

it('a form of a word and a figure to guard are named with what they belong to', () => {
  expect(fieldWords('predictionTask.entity.many')).toBe('What one prediction is about: several');
  expect(fieldWords('successCriterion.guardrails[1].tolerance')).toBe(
    'Figure 2 that must not get worse: How much worse it may get',
  );
});
