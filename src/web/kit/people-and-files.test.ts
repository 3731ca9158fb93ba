import { expect, it } from 'vitest';
import { refuseFile } from './file-rules.ts';
import { initialsOf, inkOf } from './initials.ts';

it('initials are the first letters of the first and the last word', () => {
  expect(initialsOf('Ana Maria Silva')).toBe('AS');
  expect(initialsOf('ana')).toBe('A');
  expect(initialsOf('Ólafur Þórsson')).toBe('ÓÞ');
  expect(initialsOf('')).toBe('?');
});

it('a person keeps their colour', () => {
  expect(inkOf('Ana Silva')).toBe(inkOf('Ana Silva'));
  for (const name of ['', 'Ana', 'Bo Li', '王芳']) expect([1, 2, 3, 4, 5, 6]).toContain(inkOf(name));
});

it('a refused file is told why and what to do', () => {
  expect(refuseFile({ name: 'churn.CSV', size: 10 }, ['.csv'], 1_000)).toBeUndefined();
  expect(refuseFile({ name: 'churn.xlsx', size: 10 }, ['.csv', '.parquet'], 1_000)).toContain('.csv or .parquet');
  expect(refuseFile({ name: 'churn.csv', size: 0 }, ['.csv'], 1_000)).toContain('is empty');
  expect(refuseFile({ name: 'churn.csv', size: 2_500_000 }, ['.csv'], 1_000_000)).toContain('2.5 MB; at most 1.0 MB');
});
