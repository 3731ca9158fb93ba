import { describe, expect, it } from 'vitest';
import type { AssessmentEntry } from './trace-queries.ts';
import { judgeInWords, plainWords, saidInWords, tookInWords, traceState } from './trace-words.ts';

const ASSESSMENT: AssessmentEntry = {
  id: 'a-1',
  kind: 'feedback',
  name: 'tone',
  value: { text: 'rude', length: 4 },
  error: null,
  rationale: '',
  sourceType: 'LLM_JUDGE',
  sourceId: 'judge-1',
  givenByName: 'Ana',
  spanId: '',
  givenAt: '2026-01-01T00:00:00.000Z',
  isValid: true,
  isCorrection: false,
  isOwn: false,
};

describe('the words of traces', () => {
  it.each([
    [null, 'Not ended'],
    [0, '0 ms'],
    [0.254, '0.25 ms'],
    [250, '250 ms'],
    [1_250, '1.25 s'],
    [200_000, '3 min 20 s'],
  ])('%s ms took %s', (ms, words) => {
    expect(tookInWords(ms)).toBe(words);
  });

  it('a state that nobody knows is said to be unknown', () => {
    expect([traceState('OK').word, traceState('constructor').tone, traceState('').tone]).toEqual([
      'Answered',
      'unknown',
      'unknown',
    ]);
  });

  it('what was asked stands in a list without the marks of a program, where it is one text', () => {
    const shown = [
      '{"question": "Why?"}',
      '"Because."',
      '{"n": 3}',
      'Hi',
      '{"a": 1, "b": 2}',
      '[1]',
      '{"a": {"b": 1}}',
      'null',
    ];
    expect(shown.map(plainWords)).toEqual([
      'Why?',
      'Because.',
      '3',
      'Hi',
      '{"a": 1, "b": 2}',
      '[1]',
      '{"a": {"b": 1}}',
      'null',
    ]);
    expect(plainWords('{"question": "A long question of which the beg')).toBe('A long question of which the beg');
    expect(plainWords('{"a": "one", "b": "tw')).toBe('{"a": "one", "b": "tw');
  });

  it('what was said stands in a line, and tells of more', () => {
    const said = [
      { kind: 'feedback' as const, name: 'good', value: 'true' },
      { kind: 'expectation' as const, name: 'answer', value: 'Paris' },
    ];
    expect(saidInWords({ said, saidCount: 2 })).toBe('good: true, expected answer: Paris');
    expect(saidInWords({ said, saidCount: 5 })).toBe('good: true, expected answer: Paris, and 3 more');
  });

  it('who judged is named with who sent it', () => {
    expect(judgeInWords(ASSESSMENT)).toBe('judge-1 (a language model as judge), sent by Ana');
    const plain = { ...ASSESSMENT, sourceId: '', sourceType: 'SOURCE_TYPE_UNSPECIFIED' as const, isOwn: true };
    expect(judgeInWords(plain)).toBe('nobody said who, sent by you');
    const onPage = { ...ASSESSMENT, name: 'good', sourceType: 'HUMAN' as const, sourceId: 'ana@example.com' };
    expect(judgeInWords(onPage)).toBe('Ana');
  });
});
