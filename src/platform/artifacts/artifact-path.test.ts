import { describe, expect, it } from 'vitest';
import { checkArtifactPath, foldersAbove } from './artifact-path.ts';

describe('the path of an artifact', () => {
  it.each([
    '7/run/artifacts/model/MLmodel',
    'a',
    'a b/ü.txt',
    '100%.txt',
    'a/..b/c..',
    'plots/ROC curve (1).png',
    '数据/模型.pkl',
  ])('may be %s', (path) => expect(checkArtifactPath(path)).toBe(path));

  it.each([
    '',
    '/etc/passwd',
    'a//b',
    'a/',
    '.',
    './a',
    'a/./b',
    '..',
    '../a',
    'a/../../b',
    'a/ ../b',
    '%2e%2e/a',
    '%252e%252e%252fa',
    '%25252e%25252e/a',
    'a%2f..%2fb',
    'a\\b',
    'a%5cb',
    'C:/windows',
    'c:a',
    '%43:/x',
    'a#b',
    'a%23b',
    'a\u0000b',
    'a%00b',
    'a\nb',
    '\uFF0E\uFF0E/a',
    '\u2025/a',
    'a\uFF0Fb\uFF0F..',
    'a\uFF3Cb',
    'evil\u202Egnp.exe',
    'half\uD800',
    'x'.repeat(2_001),
    'é'.repeat(1_001),
    `${'a/'.repeat(80)}a`,
  ])('is refused as %j', (path) => expect(checkArtifactPath(path)).toBeNull());

  it('knows the folders above it', () => {
    expect(foldersAbove('a/b/c')).toEqual(['a', 'a/b']);
    expect(foldersAbove('a')).toEqual([]);
  });
});
