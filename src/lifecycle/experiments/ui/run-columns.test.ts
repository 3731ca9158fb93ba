import { describe, expect, it } from 'vitest';
import { RUN_GRAMMAR } from '../filter-grammar.ts';
import { readFilter } from '../filter-language.ts';
import {
  childrenOf,
  columnOf,
  firstColumns,
  meantBy,
  nextOrder,
  sortOf,
  subjectOf,
  TOP_RUNS,
  withMoved,
} from './run-columns.ts';

describe('columns of runs', () => {
  it('are named as filters name them', () => {
    expect(columnOf('metrics.val.auc')).toMatchObject({ kind: 'metrics', key: 'val.auc', head: 'val.auc' });
    expect(columnOf('attributes.status')).toMatchObject({ head: 'State', isSortable: true });
    expect([columnOf('attributes.nothing'), columnOf('metrics.'), columnOf('auc'), columnOf('')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('begin with the metric that compares runs', () => {
    expect(firstColumns({ metrics: ['epoch', 'lr', 'step', 'val_auc'], params: ['a', 'b', 'c', 'd'] })).toEqual([
      'attributes.status',
      'attributes.start_time',
      'metrics.val_auc',
      'metrics.epoch',
      'metrics.lr',
      'params.a',
      'params.b',
      'params.c',
    ]);
  });

  it('begin with results, and with how long something took only where there is nothing else', () => {
    expect(firstColumns({ metrics: ['mean_fit_time', 'system/cpu', 'score', 'gain'], params: [] }).slice(2)).toEqual([
      'metrics.score',
      'metrics.gain',
      'metrics.mean_fit_time',
    ]);
  });

  it('a head sorts large first, then small first, then the newest again, whatever its key looks like', () => {
    for (const id of ['metrics.auc', 'params.my key', 'tags.with `ticks` and "quotes"']) {
      const column = columnOf(id);
      if (!column) throw new Error(id);
      const large = nextOrder('', column);
      expect(sortOf(large)).toEqual({ id, isDescending: true });
      const small = nextOrder(large, column);
      expect(sortOf(small)).toEqual({ id, isDescending: false });
      expect(nextOrder(small, column)).toBe('');
    }
    expect(sortOf('')).toBeNull();
  });

  it('a key that was written without its kind is recognised', () => {
    const keys = { metrics: ['val_auc'], params: ['depth', 'val_auc'], tags: ['my team'] };
    expect(['val_auc > 0.8', 'depth = 3', 'nothing > 1', "'x'"].map((written) => meantBy(written, keys))).toEqual([
      'metrics.val_auc > 0.8',
      'params.depth = 3',
      null,
      null,
    ]);
  });

  it('the filters that group runs can be read', () => {
    for (const filter of [TOP_RUNS, childrenOf('ab'), `${subjectOf('params', 'my key')} = '4'`])
      expect(readFilter(filter, RUN_GRAMMAR).kind).toBe('read');
  });

  it('a column moves one place at a time, and not beyond the ends', () => {
    const columns = ['a', 'b', 'c'];
    expect(withMoved(columns, 'b', -1)).toEqual(['b', 'a', 'c']);
    expect(withMoved(columns, 'b', 1)).toEqual(['a', 'c', 'b']);
    expect([withMoved(columns, 'a', -1), withMoved(columns, 'c', 1), withMoved(columns, 'x', 1)]).toEqual([
      columns,
      columns,
      columns,
    ]);
  });
});
