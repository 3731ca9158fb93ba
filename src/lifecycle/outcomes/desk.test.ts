import { describe, expect, it } from 'vitest';
import { Desk } from './desk.ts';

describe('a desk', () => {
  const limits = { atOnce: 1, waiting: 1, kept: 2 };
  const desk = (more: Partial<typeof limits> = {}) => new Desk<number>({ ...limits, ...more }, () => new Error('busy'));

  it('does the same work once for everybody who asks, and keeps the newest results', async () => {
    let count = 0;
    const counted = desk({ waiting: 9 });
    const ask = (key: string) => counted.ask(key, async () => ++count);
    expect(await Promise.all([ask('a'), ask('a')])).toEqual([1, 1]);
    await ask('b');
    await ask('a');
    await ask('c');
    expect(await ask('a')).toBe(1);
    expect(await ask('b')).toBe(4);
  });

  it('works on so many at once, lets so many wait, and refuses the rest', async () => {
    const one = desk();
    let finish: (value: number) => void = () => undefined;
    const first = one.run(
      () =>
        new Promise<number>((resolve) => {
          finish = resolve;
        }),
    );
    const second = one.run(async () => 2);
    await expect(one.run(async () => 3)).rejects.toThrow('busy');
    finish(1);
    expect(await Promise.all([first, second])).toEqual([1, 2]);
  });

  it('forgets work that failed', async () => {
    const one = desk();
    await expect(one.ask('a', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    expect(await one.ask('a', async () => 5)).toBe(5);
  });
});
