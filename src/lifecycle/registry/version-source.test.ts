import { describe, expect, it } from 'vitest';
import { readVersionSource } from './version-source.ts';

const MODEL = `m-${'0a'.repeat(16)}`;

describe('the source of a version', () => {
  it('is a folder that we keep, one of a run, a logged model, another version, or a place elsewhere', () => {
    expect(readVersionSource('mlflow-artifacts:/7/abc/artifacts/model')).toEqual({
      kind: 'stored',
      path: '7/abc/artifacts/model',
    });
    expect(readVersionSource('mlflow-artifacts://host:443/7/abc/artifacts/model/')).toEqual({
      kind: 'stored',
      path: '7/abc/artifacts/model',
    });
    expect(readVersionSource('runs:/0123ab/models/tree')).toEqual({
      kind: 'run',
      runId: '0123ab',
      path: 'models/tree',
    });
    expect(readVersionSource('runs:/0123ab')).toEqual({ kind: 'run', runId: '0123ab', path: '' });
    expect(readVersionSource(`models:/${MODEL}`)).toEqual({ kind: 'logged-model', modelId: MODEL });
    expect(readVersionSource('models:/churn%20model/3')).toEqual({ kind: 'version', name: 'churn model', version: 3 });
    for (const place of ['s3://bucket/model', 'https://host/model', 'dbfs:/model', 'azureml://x/y'])
      expect(readVersionSource(place)).toEqual({ kind: 'elsewhere' });
  });

  it.each([
    '',
    '/etc/passwd',
    'model',
    './model',
    'file:///etc/passwd',
    'FILE:/etc/passwd',
    'C:\\model',
    'c:/model',
    's3://bucket/../other',
    's3://bucket/%2e%2e/other',
    's3://bucket/%252e%252e/other',
    'https://host/model?path=../../x',
    'mlflow-artifacts:/',
    'mlflow-artifacts:/7/../8/artifacts',
    'models:/',
    'runs:/',
    'runs:/0123ab/../other',
    'models:/churn',
    'models:/churn/Production',
    'models:/churn/1/2',
  ])('is refused as %j', (source) => expect(readVersionSource(source)).toEqual({ kind: 'refused' }));
});
