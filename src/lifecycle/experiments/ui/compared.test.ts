import { describe, expect, it } from 'vitest';
import type { LoggedNumber } from '../logged-number.ts';
import { axesOf, compareMetrics, compareParams, measuresOf } from './compared.ts';
import type { RunEntry } from './experiment-queries.ts';

function aRun(params: Readonly<Record<string, string>>, metrics: Readonly<Record<string, LoggedNumber>>): RunEntry {
  return {
    id: 'a'.repeat(32),
    name: 'run',
    experimentId: '1',
    experimentName: 'trees',
    status: 'FINISHED',
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: null,
    startedByName: 'Ada',
    metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, least: value, greatest: value })),
    params: Object.entries(params).map(([key, value]) => ({ key, value })),
    tags: [],
    childCount: 0,
    lineage: {
      commit: null,
      branch: null,
      repository: null,
      source: null,
      author: null,
      parentRunId: null,
      datasets: [],
    },
    context: null,
  };
}

const RUNS = [
  aRun({ depth: '4', kind: 'tree', seed: '1' }, { auc: 0.7, loss: 0.4, odd: 1 }),
  aRun({ depth: '8', kind: 'forest', seed: '1', bins: '9' }, { auc: 0.9, loss: 0.2, odd: 1 }),
];

describe('compared runs', () => {
  it('params that differ, or that one run lacks, are told from those that are the same in all', () => {
    const { differing, same } = compareParams(RUNS);
    expect(differing.map(({ key, values }) => [key, ...values])).toEqual([
      ['bins', null, '9'],
      ['depth', '4', '8'],
      ['kind', 'tree', 'forest'],
    ]);
    expect(same.map(({ key }) => key)).toEqual(['seed']);
  });

  it('the best of a metric is marked only where its name says which values are good', () => {
    expect(compareMetrics(RUNS).map(({ key, best }) => [key, ...best])).toEqual([['auc', 1], ['loss', 1], ['odd']]);
  });

  it('what is no number is shown and never best, nor a place', () => {
    const [loss] = compareMetrics([
      aRun({}, { loss: '-Infinity' }),
      aRun({}, { loss: 0.3 }),
      aRun({}, { loss: 'NaN' }),
      aRun({}, { loss: 0.4 }),
    ]);
    expect(loss).toMatchObject({ logged: ['-Infinity', 0.3, 'NaN', 0.4], values: [null, 0.3, null, 0.4], best: [1] });
  });

  it('runs are placed by whatever is a number and not the same in all', () => {
    expect(measuresOf(RUNS).map(({ head }) => head)).toEqual(['bins', 'depth', 'auc', 'loss']);
    const { axes, valuesOf } = axesOf(RUNS);
    expect(axes.map(({ head, kind }) => `${kind} ${head}`)).toEqual([
      'word kind',
      'number bins',
      'number depth',
      'number auc',
      'number loss',
    ]);
    expect(valuesOf[1]).toEqual(['forest', 9, 8, 0.9, 0.2]);
  });

  it('axes that somebody chose are drawn in their own order, with the values that are theirs', () => {
    const { axes, valuesOf, offered } = axesOf(RUNS, ['loss', 'depth', 'gone']);
    expect(axes.map(({ head }) => head)).toEqual(['depth', 'loss']);
    expect(valuesOf).toEqual([
      [4, 0.4],
      [8, 0.2],
    ]);
    expect(offered).toEqual(['kind', 'bins', 'depth', 'auc', 'loss']);
  });

  it('many results leave room for settings, and many settings for results', () => {
    const many = (prefix: string, by: number) =>
      Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${prefix}${at}`, at + by]));
    const words = (by: number) =>
      Object.fromEntries(Object.entries(many('p', by)).map(([key, value]) => [key, String(value)]));
    const heads = (few: boolean, byOne: number) =>
      aRun(few ? { depth: String(byOne) } : words(byOne), many('m', byOne));
    const kinds = (few: boolean) =>
      axesOf([heads(few, 0), heads(few, 1)])
        .axes.map(({ head }) => head[0])
        .join('');
    expect([kinds(false), kinds(true)]).toEqual(['pppppmmmmm', 'dmmmmmmmmm']);
  });
});
