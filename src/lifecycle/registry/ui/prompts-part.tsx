import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { FoundList } from '../../../web/data/index.ts';
import { type Column, StateWord } from '../../../web/kit/index.ts';
import { addressOfPrompt } from '../model-address.ts';
import { lastColumns } from './list-columns.ts';
import { aliasesInWords } from './model-words.ts';
import { type PromptLine, promptsQuery } from './prompt-queries.ts';

/** The registered prompts, apart from the models; nothing where there are none. */
export function Prompts() {
  const [text, setText] = useState('');
  const prompts = useInfiniteQuery(promptsQuery(useDeferredValue(text.trim())));
  return (
    <FoundList
      title="Prompts"
      foundTitle="Prompts that were found"
      lead="Texts that applications send to a language model, in numbered versions."
      find="Find a prompt"
      text={text}
      onText={setText}
      found={prompts}
      rowsOf={(page) => page.prompts}
      label="Prompts by name"
      columns={COLUMNS}
      rowKey={({ name }) => name}
      rowTo={({ name }) => addressOfPrompt(name)}
      notFound="No prompt that you may see has this text in its name or description."
      showAll="Show all prompts"
    />
  );
}

const COLUMNS: readonly Column<PromptLine>[] = [
  { key: 'name', head: 'Prompt', cell: ({ name }) => name, isRowHead: true },
  {
    key: 'use',
    head: 'Named versions',
    cell: ({ aliases }) =>
      aliases.length === 0 ? <StateWord tone="unknown">none</StateWord> : aliasesInWords(aliases),
  },
  ...lastColumns<PromptLine>(),
];
