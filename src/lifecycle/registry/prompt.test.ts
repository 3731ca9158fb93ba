import { describe, expect, it } from 'vitest';
import { labelsOf, PROMPT_TAGS, readableText, readPromptTags, templateParts, variablesOf } from './prompt.ts';

const read = (text: string, kind = 'text', more: Readonly<Record<string, string>> = {}) =>
  readPromptTags(
    Object.entries({ [PROMPT_TAGS.text]: text, [PROMPT_TAGS.kind]: kind, ...more }).map(([key, value]) => ({
      key,
      value,
    })),
  );

describe('a version of a prompt', () => {
  it('is its text as it stands, and a conversation where its client says so', () => {
    expect(read('[{"role": "user", "content": "Hi"}]').content).toEqual({
      kind: 'text',
      text: '[{"role": "user", "content": "Hi"}]',
    });
    expect(
      read('[{"role": "system", "content": "Be kind."}, {"role": "user", "content": "{{q}}"}]', 'chat').content,
    ).toEqual({
      kind: 'chat',
      messages: [
        { role: 'system', text: 'Be kind.' },
        { role: 'user', text: '{{q}}' },
      ],
    });
    expect(readPromptTags([]).content).toEqual({ kind: 'text', text: '' });
  });

  it.each(['not JSON', '{}', '[]', '[1]', '[{"content": "nobody says it"}]', '"text"'])(
    'is a text where what should be a conversation is none: %s',
    (text) => expect(read(text, 'chat').content).toEqual({ kind: 'text', text }),
  );

  it('leaves nothing out of a message that is more than a text', () => {
    const sent = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is it?' },
          { type: 'image_url', image_url: 'a.png' },
        ],
      },
      { role: 'assistant', content: null, tool_calls: [{ id: 'call-1' }] },
      { role: 'tool', content: { found: 3 } },
    ];
    const { content } = read(JSON.stringify(sent), 'chat');
    const text = readableText(content);
    for (const part of ['user:', 'What is it?', 'a.png', 'assistant:', 'call-1', 'tool:', '"found": 3'])
      expect(text).toContain(part);
  });

  it('has its settings on lines of their own, and the labels that somebody wrote', () => {
    const version = read('Hi', 'text', {
      [PROMPT_TAGS.modelSettings]: '{"model_name":"small","temperature":0}',
      [PROMPT_TAGS.answerForm]: 'no JSON',
      'mlflow.prompt.is_prompt': 'true',
      _mlflow_experiment_ids: ',1,',
      team: 'care',
    });
    expect(version.modelSettings).toBe('{\n  "model_name": "small",\n  "temperature": 0\n}');
    expect(version.answerForm).toBe('no JSON');
    expect(version.labels).toEqual([{ key: 'team', value: 'care' }]);
    expect(labelsOf([])).toEqual([]);
  });
});

describe('a template', () => {
  it.each([
    ['Hello {{name}}!', ['name']],
    ['{{ a }}{{b.c}}{{a}}', ['a', 'b.c']],
    ['{name} {{}} {{1st}} {{ two words }} {% if x %}', []],
    ['{{{deep}}}', ['deep']],
    ['', []],
  ])('%s is filled in with %j', (text, variables) => {
    expect(variablesOf({ kind: 'text', text })).toEqual(variables);
    expect(
      templateParts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });

  it('is read in no more time than its length, whatever it contains', () => {
    expect(templateParts(`${'{{ '.repeat(30_000)}x`)).toHaveLength(1);
  });
});
