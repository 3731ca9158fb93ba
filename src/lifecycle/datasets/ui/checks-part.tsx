import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { type Column, ConfirmButton, DataTable, Section, StateWord } from '../../../web/kit/index.ts';
import type { Tone } from '../../../web/theme/index.ts';
import { rightTo } from '../../initiatives/ui/index.ts';
import { CheckForm } from './check-form.tsx';
import { checksQuery, datasetKey, datasetsClient, type VersionPartProps } from './dataset-queries.ts';

type Checks = Awaited<ReturnType<typeof datasetsClient.checks>>;
type Check = Checks['checks'][number];

const OUTCOME: Readonly<Record<NonNullable<Check['outcome']>['state'], { tone: Tone; words: string }>> = {
  kept: { tone: 'reached', words: 'Kept' },
  broken: { tone: 'broken', words: 'Broken' },
  impossible: { tone: 'look', words: 'Could not be looked at' },
};

/** The rules that every version should keep, and what they found in this one. */
export function ChecksPart({ slug, dataset, version, rights }: VersionPartProps) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    // Whoever goes on with the keyboard is where they came from.
    if (wasOpen.current && !isOpen) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const checks = useQuery(checksQuery(slug, dataset.id, version.number));
  const queryClient = useQueryClient();
  const right = rightTo(rights, 'dataset.check');
  const again = () => queryClient.invalidateQueries({ queryKey: datasetKey(slug, dataset.id) });
  const remove = useMutation({
    mutationFn: (checkId: string) => datasetsClient.removeCheck({ params: { slug, id: dataset.id, checkId } }),
    onSettled: again,
  });
  const list = checks.data?.checks ?? [];
  const broken = list.filter(({ outcome }) => outcome && outcome.state !== 'kept').length;
  return (
    <Section
      title={titleOf(list.length, broken, version.number)}
      lead="Rules that every version is held to when it is read, so that a broken delivery is seen before anything learns from it."
    >
      <ProblemNotice error={checks.error ?? remove.error} onRetry={() => void checks.refetch()} />
      <DataTable
        label="Checks"
        columns={columnsOf(right.allowed, (id) => remove.mutateAsync(id).catch(() => undefined))}
        rows={list}
        rowKey={({ id }) => id}
        empty={
          <p className="tl-muted">
            No check is set. A first good one: the column that names each row is always filled in and names each once.
          </p>
        }
      />
      {!right.allowed && <p className="tl-muted">{right.rule}</p>}
      {right.allowed && !isOpen && (
        <div>
          <Button ref={opener} variant="default" onClick={() => setOpen(true)}>
            Set a check
          </Button>
        </div>
      )}
      {right.allowed && isOpen && (
        <CheckForm
          slug={slug}
          dataset={dataset}
          columns={version.profile?.columns ?? []}
          onDone={async () => {
            setOpen(false);
            await again();
          }}
        />
      )}
    </Section>
  );
}

function titleOf(count: number, broken: number, number: number): string {
  if (count === 0) return 'Checks';
  if (broken > 0 && count === 1) return `Version ${number} breaks its check`;
  if (broken > 0) return `Version ${number} breaks ${broken} of ${count} checks`;
  return count === 1 ? `Version ${number} keeps its check` : `Version ${number} keeps all ${count} checks`;
}

function columnsOf(mayRemove: boolean, onRemove: (id: string) => Promise<unknown>): readonly Column<Check>[] {
  return [
    { key: 'name', head: 'Rule', isRowHead: true, cell: ({ name }) => name },
    {
      key: 'state',
      head: 'In this version',
      cell: ({ outcome }) =>
        outcome ? (
          <StateWord tone={OUTCOME[outcome.state].tone}>{OUTCOME[outcome.state].words}</StateWord>
        ) : (
          <StateWord tone="unknown">Not looked at yet</StateWord>
        ),
    },
    {
      key: 'found',
      head: 'What was found',
      cell: ({ outcome }) =>
        outcome
          ? `${outcome.sentence}${outcome.examples.length > 0 ? ` For example: ${outcome.examples.join(', ')}` : ''}`
          : '',
    },
    { key: 'by', head: 'Set by', isWideOnly: true, cell: ({ createdBy }) => createdBy },
    ...(mayRemove
      ? [
          {
            key: 'remove',
            head: 'Remove',
            cell: ({ id, name }: Check) => (
              <ConfirmButton
                question={`Remove the check "${name}"? What it found stays in the story.`}
                confirmLabel="Remove it"
                keepLabel="Keep it"
                onConfirm={async () => {
                  await onRemove(id);
                }}
              >
                Remove
              </ConfirmButton>
            ),
          },
        ]
      : []),
  ];
}
