import { describe, expect, it } from 'vitest';
import { guessDateOrder, parseDate } from './parse-date.ts';
import {
  guessColumnType,
  isMissing,
  parseBoolean,
  parseCell,
  parseEpoch,
  parseId,
  parseNumber,
  usesDecimalComma,
} from './value-parsing.ts';

const point = { decimalComma: false };
const comma = { decimalComma: true };
const iso = (text: string, order: 'ymd' | 'dmy' | 'mdy' = 'ymd') => {
  const parsed = parseDate(text, order);
  return parsed && new Date(parsed.epochMs).toISOString();
};

describe('missing marks', () => {
  it('are the marks that tools and people use, in any case', () => {
    for (const mark of ['', '  ', 'NA', 'n/a', 'NaN', 'null', 'None', '-', '?', '\\N', null])
      expect(isMissing(mark)).toBe(true);
    for (const value of ['0', 'nada', 'no', '-1', 0, false]) expect(isMissing(value)).toBe(false);
  });
});

describe('numbers', () => {
  it('are read with either decimal sign and any grouping of thousands', () => {
    for (const [text, value] of [
      ['12', 12],
      ['-1.5e3', -1500],
      ['.5', 0.5],
      ['1,234,567.8', 1234567.8],
      ["1'234.5", 1234.5],
      ['1 234', 1234],
      ['\u22123', -3],
    ] as const) {
      expect(parseNumber(text, point)).toBe(value);
    }
    for (const [text, value] of [
      ['1,5', 1.5],
      ['1.234,50', 1234.5],
      ['1.234.567', 1234567],
      ['1\u202f234,5', 1234.5],
      ['12', 12],
    ] as const) {
      expect(parseNumber(text, comma)).toBe(value);
    }
  });

  it('lose signs of currency; a percent sign divides by 100; parentheses are negative', () => {
    expect(parseNumber('€ 1,200.50', point)).toBe(1200.5);
    expect(parseNumber('-$3', point)).toBe(-3);
    expect(parseNumber('1.200,50 EUR', comma)).toBe(1200.5);
    expect(parseNumber('12.5 %', point)).toBe(0.125);
    expect(parseNumber('(3.20)', point)).toBe(-3.2);
  });

  it('are refused when they can be misread', () => {
    for (const text of [
      '1,5',
      '1,23,4',
      '12abc',
      '1.2.3',
      '',
      'Infinity',
      '0x10',
      '1e999',
      '()',
      '%',
      '--1',
      '2024-01-01',
    ]) {
      expect(parseNumber(text, point)).toBeNull();
    }
    expect(parseNumber('12.5', comma)).toBeNull();
    expect(parseNumber('9'.repeat(1_000_000), point)).toBeNull();
  });

  it('show a decimal comma only where the comma cannot group thousands', () => {
    expect(usesDecimalComma(['1,5', '2,25', 'x', '31.05.2024'])).toBe(true);
    expect(usesDecimalComma(['1.234,50 €'])).toBe(true);
    expect(usesDecimalComma(['1,500', '2,500'])).toBe(false);
    expect(usesDecimalComma(['1.5', '2.25', '1,5'])).toBe(false);
  });
});

describe('yes or no', () => {
  it('is read in several languages', () => {
    for (const yes of ['Yes', 'y', 'ja', 'OUI', 'si', 'sí', 'true', '1', 'Wahr']) expect(parseBoolean(yes)).toBe(true);
    for (const no of ['no', 'N', 'nein', 'non', 'false', '0']) expect(parseBoolean(no)).toBe(false);
    expect(parseBoolean('maybe')).toBeNull();
  });
});

describe('dates', () => {
  it('are ISO 8601 with Z, an offset, or none', () => {
    expect(iso('2024-05-31')).toBe('2024-05-31T00:00:00.000Z');
    expect(iso('2024-05-31T10:20:30.123456Z')).toBe('2024-05-31T10:20:30.123Z');
    expect(iso('2024-05-31 10:20:30+02:00')).toBe('2024-05-31T08:20:30.000Z');
    expect(iso('2024-05-31T10:20-0530')).toBe('2024-05-31T15:50:00.000Z');
    expect(parseDate('2024-05-31T10:20', 'ymd')).toMatchObject({ hasTime: true, hasOffset: false });
    expect(parseDate('2024/05/31', 'ymd')).toMatchObject({ hasTime: false, hasOffset: false });
  });

  it('with the year last follow the given order', () => {
    expect(iso('31.05.2024', 'dmy')).toBe('2024-05-31T00:00:00.000Z');
    expect(iso('05/06/2024', 'dmy')).toBe('2024-06-05T00:00:00.000Z');
    expect(iso('05/06/2024', 'mdy')).toBe('2024-05-06T00:00:00.000Z');
    expect(iso('12/1/10 8:26 PM', 'mdy')).toBe('2010-12-01T20:26:00.000Z');
    expect(iso('05/06/2024')).toBeNull();
  });

  it('that the calendar does not have are none', () => {
    for (const text of [
      '2024-02-30',
      '2023-02-29',
      '2024-13-01',
      '2024-01-01T24:30',
      '2024-01-01T10:61',
      '2024-01/02',
      'May 5',
      '',
    ]) {
      expect(parseDate(text, 'ymd')).toBeNull();
    }
  });

  it('get their order from a sample, and the doubt is told where the sample leaves it open', () => {
    expect(guessDateOrder(['05/06/2024', '31/05/2024'])).toEqual({ order: 'dmy', isCertain: true });
    expect(guessDateOrder(['05/06/2024', '05/31/2024'])).toEqual({ order: 'mdy', isCertain: true });
    expect(guessDateOrder(['05/06/2024'])).toEqual({ order: 'dmy', isCertain: false });
    expect(guessDateOrder(['05.06.2024'])).toEqual({ order: 'dmy', isCertain: true });
    expect(guessDateOrder(['31/05/2024', '05/31/2024']).isCertain).toBe(false);
  });

  it('are read from seconds or milliseconds between 2000 and 2100', () => {
    expect(parseEpoch('1700000000', 's')?.toISOString()).toBe('2023-11-14T22:13:20.000Z');
    expect(parseEpoch('1700000000123', 'ms')?.toISOString()).toBe('2023-11-14T22:13:20.123Z');
    expect(parseEpoch('123456789', 's')).toBeNull();
  });
});

describe('identifiers', () => {
  it('lose the .0 that tools append to whole numbers', () => {
    expect(parseId('17850.0')).toBe('17850');
    expect(parseId(' 00123 ')).toBe('00123');
    expect(parseId('1.5')).toBe('1.5');
    expect(parseId('NaN')).toBeNull();
  });
});

describe('guessing a column', () => {
  const typeOf = (sample: (string | number | boolean | Date | null)[], name?: string) =>
    guessColumnType(sample, name).format;

  it('finds yes or no, numbers, dates and text', () => {
    expect(typeOf(['yes', 'no', ''])).toEqual({ type: 'boolean' });
    expect(typeOf(['1,5', '2', 'NA'])).toEqual({ type: 'number', decimalComma: true });
    expect(typeOf(['2024-05-31T10:00:00Z'])).toEqual({ type: 'date', order: 'ymd' });
    expect(typeOf(['31.05.2024', '01.06.2024'])).toEqual({ type: 'date', order: 'dmy' });
    expect(typeOf(['red', 'green', '1'])).toEqual({ type: 'text' });
    expect(typeOf([])).toEqual({ type: 'text' });
  });

  it('takes numbers with leading zeros or too many digits for identifiers', () => {
    expect(typeOf(['00123', '456'])).toEqual({ type: 'text' });
    expect(typeOf(['12345678901234567', '1'])).toEqual({ type: 'text' });
  });

  it('takes large whole numbers for times only under the name of a time', () => {
    expect(typeOf(['1700000000', '1700000060'], 'created_at')).toEqual({ type: 'epoch', unit: 's' });
    expect(typeOf(['1700000000000'], 'timestamp')).toEqual({ type: 'epoch', unit: 'ms' });
    expect(typeOf(['1700000000', '1700000060'], 'customer')).toEqual({ type: 'number', decimalComma: false });
  });

  it('does not call a count yes or no because most are 0 and 1', () => {
    expect(typeOf([...Array<string>(99).fill('1'), '2'])).toEqual({ type: 'number', decimalComma: false });
  });

  it('tells the shares that fit and that are missing', () => {
    const guess = guessColumnType([...Array<string>(39).fill('1.5'), 'oops', '', '', '', '', '', '', '', '', '', '']);
    expect(guess).toEqual({
      format: { type: 'number', decimalComma: false },
      fitShare: 39 / 40,
      missingShare: expect.closeTo(0.2, 10),
      isCertain: true,
    });
  });

  it('takes typed cells as they are', () => {
    expect(typeOf([1.5, 2, null])).toEqual({ type: 'number', decimalComma: false });
    expect(typeOf([true, false])).toEqual({ type: 'boolean' });
    expect(typeOf([new Date(0)])).toEqual({ type: 'date', order: 'ymd' });
  });
});

describe('reading a cell by its format', () => {
  it('tells a missing cell from one that does not fit', () => {
    expect(parseCell('NA', { type: 'number', decimalComma: false })).toEqual({ kind: 'missing' });
    expect(parseCell('oops', { type: 'number', decimalComma: false })).toEqual({ kind: 'unfit' });
    expect(parseCell('31.05.2024', { type: 'date', order: 'dmy' })).toEqual({
      kind: 'value',
      value: new Date('2024-05-31'),
    });
    expect(parseCell(7, { type: 'text' })).toEqual({ kind: 'value', value: '7' });
    expect(parseCell('1700000000', { type: 'epoch', unit: 's' })).toEqual({
      kind: 'value',
      value: new Date(1_700_000_000_000),
    });
  });
});
