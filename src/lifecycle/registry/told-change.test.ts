import { describe, expect, it } from 'vitest';
import { type ModelEvent, toldOf } from './told-change.ts';

const EVENTS: readonly (readonly [ModelEvent, string | null, string])[] = [
  ['REGISTERED_MODEL.CREATED', 'REGISTERED_MODEL.CREATED', 'PROMPT.CREATED'],
  ['REGISTERED_MODEL_TAG.SET', null, 'PROMPT_TAG.SET'],
  ['REGISTERED_MODEL_TAG.DELETED', null, 'PROMPT_TAG.DELETED'],
  ['MODEL_VERSION.CREATED', 'MODEL_VERSION.CREATED', 'PROMPT_VERSION.CREATED'],
  ['MODEL_VERSION_TAG.SET', 'MODEL_VERSION_TAG.SET', 'PROMPT_VERSION_TAG.SET'],
  ['MODEL_VERSION_TAG.DELETED', 'MODEL_VERSION_TAG.DELETED', 'PROMPT_VERSION_TAG.DELETED'],
  ['MODEL_VERSION_ALIAS.CREATED', 'MODEL_VERSION_ALIAS.CREATED', 'PROMPT_ALIAS.CREATED'],
  ['MODEL_VERSION_ALIAS.DELETED', 'MODEL_VERSION_ALIAS.DELETED', 'PROMPT_ALIAS.DELETED'],
];

describe('what webhooks are told', () => {
  it.each(EVENTS)('of %s is %s for a model and %s for a prompt', (event, ofModel, ofPrompt) => {
    expect(toldOf(event, { key: 'k' }, false)?.event ?? null).toBe(ofModel);
    expect(toldOf(event, { key: 'k' }, true)?.event).toBe(ofPrompt);
  });

  it('of a new version of a prompt is its whole text in place of files, without the marks of clients', () => {
    const text = 'Answer {{question}}. '.repeat(1_000);
    const tags = { 'mlflow.prompt.is_prompt': 'true', 'mlflow.prompt.text': text, _mlflow_prompt_type: 'text', t: 'v' };
    const data = { version: '1', source: 'prompt-template', run_id: null, tags, description: 'First' };
    expect(toldOf('MODEL_VERSION.CREATED', data, true)?.data).toEqual({
      version: '1',
      template: text,
      tags: { t: 'v' },
      description: 'First',
    });
  });

  it('of long values is their beginning', () => {
    const long = 'x'.repeat(6_000);
    const told = toldOf('MODEL_VERSION_TAG.SET', { key: 'k', value: long }, false);
    expect(told?.data.value).toHaveLength(5_000);
    expect(toldOf('REGISTERED_MODEL.CREATED', { tags: { k: long } }, false)?.data.tags?.k).toHaveLength(5_000);
  });
});
