import { describe, expect, it } from 'vitest';
import { type ExactJson, kindOf, readExactly, writeExactly, writeSorted } from './exact-json.ts';

function readTwice(json: string): ExactJson {
  const value = readExactly(json);
  if (value === undefined) throw new Error(`no JSON: ${json.slice(0, 100)}`);
  return value;
}

describe('JSON that is read exactly', () => {
  it.each([
    '{"b":1.0,"a":-0,"2":12345678901234567890,"1":1E-7}',
    '["", "s", "n1", "n", "\\"", "\\\\", "a\\\\\\"b", "1.5", {"n1":"n2","":{}}]',
    '[true,false,null,[],{},[[0.10]]]',
    '"text"',
    '-1.50e+300',
    '{"__proto__":{"x":1},"constructor":"y"}',
  ])('is written as it was: %s', (json) => {
    const written = writeExactly(readTwice(json));
    expect(written).toBe(json.replaceAll(', ', ','));
    expect(JSON.parse(written)).toEqual(JSON.parse(json));
  });

  it.each([
    '',
    '{',
    'NaN',
    '-Infinity',
    '01',
    '1.',
    '.5',
    '+1',
    '1e',
    '[1 2]',
    '"a"1',
    '1"a"',
    "{'a':1}",
    '"open',
    '[1,]',
  ])('is none where JSON knows no such thing: %s', (json) => {
    expect(readExactly(json)).toBeUndefined();
  });

  it('is written alike in whatever order its fields came, and numbers are told apart as they were written', () => {
    const sorted = (json: string) => writeSorted(readTwice(json));
    expect(sorted('{"b": [{"d": 1, "c": 2}], "a": 0}')).toBe(sorted('{"a":0,"b":[{"c":2,"d":1}]}'));
    expect(sorted('{"a":[1,2]}')).not.toBe(sorted('{"a":[2,1]}'));
    expect(sorted('{"a":1}')).not.toBe(sorted('{"a":1.0}'));
    expect(sorted('{"a":"1"}')).not.toBe(sorted('{"a":1}'));
  });

  it('has texts of any length, of escapes alone too', () => {
    const json = JSON.stringify({ text: '\n"\\'.repeat(1_000_000) });
    expect(writeExactly(readTwice(json))).toBe(json);
  });

  it('tells integers from other numbers, and texts that look like them', () => {
    const kinds = ['1', '-7', '1.0', '1e3', '"1"', '"n1"', 'true', 'null', '[]', '{}'].map((json) =>
      kindOf(readTwice(json)),
    );
    expect(kinds).toEqual([
      'integer',
      'integer',
      'float',
      'float',
      'string',
      'string',
      'boolean',
      'null',
      'array',
      'object',
    ]);
  });
});
