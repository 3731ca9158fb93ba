import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  type Column,
  DataTable,
  EmptyState,
  formatDay,
  Section,
  StateWord,
  TextField,
} from '../../../web/kit/index.ts';
import { addressOfPrompt } from '../model-address.ts';
import { aliasesInWords } from './model-words.ts';
import { type PromptLine, promptsQuery } from './prompt-queries.ts';

/** The registered prompts, apart from the models; nothing where there are none. */
export function Prompts() {
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const prompts = useInfiniteQuery(promptsQuery(wanted));
  const rows = prompts.data?.pages.flatMap((page) => page.prompts) ?? [];
  const problem = <ProblemNotice error={prompts.error} onRetry={() => void prompts.refetch()} />;
  // What somebody looks for stays in its field, whatever comes of it.
  if (text === '' && rows.length === 0 && !prompts.isPlaceholderData) return problem;
  return (
    <Section
      title={text === '' ? 'Prompts' : 'Prompts that were found'}
      lead="Texts that applications send to a language model, in numbered versions."
      aside={
        <TextField
          label="Find a prompt"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={200}
        />
      }
    >
      {problem}
      {prompts.data && (
        <DataTable
          label="Prompts by name"
          columns={COLUMNS}
          rows={rows}
          rowKey={({ name }) => name}
          rowTo={({ name }) => addressOfPrompt(name)}
          empty={
            <EmptyState
              sentence="No prompt that you may see has this text in its name or description."
              action={
                <Button variant="default" onClick={() => setText('')}>
                  Show all prompts
                </Button>
              }
            />
          }
        />
      )}
      {prompts.hasNextPage && (
        <Button variant="default" loading={prompts.isFetchingNextPage} onClick={() => void prompts.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Section>
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
  {
    key: 'versions',
    head: 'Versions',
    align: 'end',
    cell: ({ versionCount }) => versionCount,
    sortBy: ({ versionCount }) => versionCount,
  },
  {
    key: 'changed',
    head: 'Changed',
    isWideOnly: true,
    cell: ({ updatedAt }) => formatDay(updatedAt),
    sortBy: ({ updatedAt }) => updatedAt,
  },
];
