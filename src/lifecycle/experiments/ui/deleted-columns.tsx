import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { type Column, formatMoment } from '../../../web/kit/index.ts';

interface DeletedThing {
  readonly deletedAt: string;
  /** `null` where it was deleted before that was recorded. */
  readonly deletedBy: string | null;
}

/** Who deleted something, and when. */
export function whenAndBy<Entry extends DeletedThing>(): readonly Column<Entry>[] {
  return [
    { key: 'by', head: 'Deleted by', cell: ({ deletedBy }) => deletedBy ?? 'Not recorded', isWideOnly: true },
    {
      key: 'at',
      head: 'Deleted',
      cell: ({ deletedAt }) => formatMoment(deletedAt),
      sortBy: ({ deletedAt }) => deletedAt,
    },
  ];
}

/** The button that brings something back. */
export function Restore({ name, restore }: { readonly name: string; readonly restore: () => Promise<unknown> }) {
  const queryClient = useQueryClient();
  const restoring = useMutation({
    mutationFn: restore,
    // What comes back is shown on the pages of its experiment and initiative too.
    onSuccess: () => queryClient.invalidateQueries(),
  });
  return (
    <>
      <Button variant="subtle" loading={restoring.isPending} onClick={() => restoring.mutate()}>
        Restore<span className="tl-hidden"> {name}</span>
      </Button>
      <ProblemNotice error={restoring.error} />
    </>
  );
}
