import { describe, expect, it } from 'vitest';
import { isPrompt, readStage, refuseAlias, refuseModelName, refuseTagKey } from './registered-model.ts';

describe('names in the registry', () => {
  it('of models are any words without "/" and ":"', () => {
    for (const name of ['churn', 'Churn model (3)', 'abwanderung größe', '模型'])
      expect(refuseModelName(name)).toBeNull();
    for (const name of ['', '  ', 'a/b', 'a:b', 'x'.repeat(257), 'a\nb']) expect(refuseModelName(name)).not.toBeNull();
  });
  it('of aliases read like no version', () => {
    for (const alias of ['champion', 'Blue_2', 'vv1', '3']) expect(refuseAlias(alias)).toBeNull();
    for (const alias of ['latest', 'LATEST', 'v3', 'V12', 'a b', 'a.b', 'ä', 'x'.repeat(256)])
      expect(refuseAlias(alias), alias).not.toBeNull();
  });
  it('of tags are paths without tricks', () => {
    for (const key of ['team', 'a/b', 'mlflow.note.content', 'größe 1', 'a:b']) expect(refuseTagKey(key)).toBeNull();
    for (const key of ['a//b', '/a', './a', 'a/../b', 'a*', 'x'.repeat(251)])
      expect(refuseTagKey(key), key).not.toBeNull();
  });
  it('of stages are read in any case', () => {
    expect([readStage('production'), readStage('None'), readStage('live')]).toEqual(['Production', 'None', null]);
  });
  it('a model with the tag of prompts is a prompt', () => {
    expect(isPrompt([{ key: 'mlflow.prompt.is_prompt', value: 'True' }])).toBe(true);
    expect(isPrompt([{ key: 'mlflow.prompt.is_prompt', value: 'false' }])).toBe(false);
  });
});
