import { describe, expect, it } from 'vitest';
import { shareWork } from './share-work.ts';

describe('work that several ask for at the same time', () => {
  it('is done once for each key, and anew when it has ended', async () => {
    const share = shareWork<string>();
    const done: string[] = [];
    const ask = (key: string) =>
      share(key, async () => {
        await Promise.resolve();
        done.push(key);
        return key;
      });
    expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual(['a', 'a', 'b']);
    expect(done).toEqual(['a', 'b']);
    await ask('a');
    expect(done).toEqual(['a', 'b', 'a']);
  });

  it('fails for everybody who waits, and can be asked for again', async () => {
    const share = shareWork<number>();
    const fail = () => share('a', () => Promise.reject(new Error('no room')));
    const both = await Promise.allSettled([fail(), fail()]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await share('a', async () => 1)).toBe(1);
  });
});
