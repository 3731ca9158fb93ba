import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { MODELS_KEY } from './model-queries.ts';

/** Brings something deleted back; a refusal is said below the button. */
export function RestoreButton({
  what,
  restore,
}: {
  /** What comes back, for those who hear the page: "the model churn". */
  readonly what: string;
  readonly restore: () => Promise<unknown>;
}) {
  const queryClient = useQueryClient();
  const restoring = useMutation({
    mutationFn: restore,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: MODELS_KEY }),
  });
  return (
    <>
      <Button variant="subtle" loading={restoring.isPending} onClick={() => restoring.mutate()}>
        Restore<span className="tl-hidden"> {what}</span>
      </Button>
      <ProblemNotice error={restoring.error} />
    </>
  );
}
