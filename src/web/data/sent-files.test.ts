import { describe, expect, it } from 'vitest';
import { Problem } from '../../platform/contract/index.ts';
import { keepSentFiles } from './sent-files.ts';
import { interrupted } from './upload-file.ts';

const FILE = new File(['a,b\n1,2\n'], 'customers.csv');
const UPLOAD = { done: Promise.resolve(undefined), stop: () => undefined };

function sent() {
  const files = keepSentFiles();
  const id = files.begin(FILE, '/i/churn/data', UPLOAD);
  return { files, id };
}

describe('a file that was sent', () => {
  it('is told by its form while that is in sight, and by nothing else', () => {
    const { files, id } = sent();
    files.progress(id, 4);
    expect(files.list()).toMatchObject([{ name: 'customers.csv', sizeBytes: 8, sentBytes: 4, isInSight: true }]);
    files.settle(id, { kind: 'failed', error: interrupted() });
    expect(files.list()).toEqual([]);
  });

  it('has its fate kept for whoever left the page, until they have read it', () => {
    const { files, id } = sent();
    files.setInSight(id, false);
    files.settle(id, { kind: 'arrived', at: '/i/churn/data?dataset=1' });
    expect(files.list()).toMatchObject([
      { from: '/i/churn/data', fate: { kind: 'arrived', at: '/i/churn/data?dataset=1' } },
    ]);
    files.forget(id);
    expect(files.list()).toEqual([]);
  });

  it('leaves nothing to read when it was stopped', () => {
    const { files, id } = sent();
    files.setInSight(id, false);
    const error = new Problem({ code: 'UPLOAD_STOPPED', status: 400, sentence: 'Stopped.', remedy: '' });
    files.settle(id, { kind: 'failed', error });
    expect(files.list()).toEqual([]);
  });
});
