import { Button } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Column, DataTable, EmptyState, Section, TextField } from '../kit/index.ts';
import { ProblemNotice } from './problem-notice.tsx';

export interface FoundListProps<Row, Answer> {
  /** The head while nothing is looked for, and while something is. */
  readonly title: string;
  readonly foundTitle: string;
  readonly lead?: string;
  /** The field in which one looks for something: "Find a model". */
  readonly find: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** What was found, page by page. */
  readonly found: UseInfiniteQueryResult<InfiniteData<Answer>>;
  readonly rowsOf: (answer: Answer) => readonly Row[];
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly rowTo: (row: Row) => string;
  /** Said where nothing has the text that is looked for, with the button that shows all again. */
  readonly notFound: string;
  readonly showAll: string;
  /** What stands where there is nothing at all; the whole list is left out where it is absent. */
  readonly empty?: ReactNode;
}

/** A list with a field that looks for something in it. What somebody looks for stays in its field, whatever comes of it. */
export function FoundList<Row, Answer>(props: FoundListProps<Row, Answer>) {
  const { title, foundTitle, lead, find, text, onText, found, rowsOf, notFound, showAll, empty, ...table } = props;
  const rows = found.data?.pages.flatMap(rowsOf) ?? [];
  const problem = <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />;
  const hasNothing = found.data === undefined || (empty === undefined && rows.length === 0 && !found.isPlaceholderData);
  if (text === '' && hasNothing) return problem;
  return (
    <Section
      title={text === '' ? title : foundTitle}
      lead={lead}
      aside={
        <TextField label={find} value={text} onChange={(event) => onText(event.currentTarget.value)} maxLength={200} />
      }
    >
      {problem}
      {found.data && (
        <DataTable
          {...table}
          rows={rows}
          empty={
            text === '' ? (
              empty
            ) : (
              <EmptyState
                sentence={notFound}
                action={
                  <Button variant="default" onClick={() => onText('')}>
                    {showAll}
                  </Button>
                }
              />
            )
          }
        />
      )}
      {found.hasNextPage && (
        <div>
          <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Section>
  );
}
