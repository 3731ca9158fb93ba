import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { initiativeKey } from '../../initiatives/ui/index.ts';

/** Does something about an initiative and reads again everything that is shown about it. */
export function useTableChange<Input, Output>(
  slug: string,
  change: (input: Input) => Promise<Output>,
): UseMutationResult<Output, Error, Input> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: initiativeKey(slug) }),
        queryClient.invalidateQueries({ queryKey: ['portfolio'] }),
      ]),
  });
}

/** Waits for a change whose failure the page shows from the mutation itself, so that a button only waits for the end. */
export async function settled(change: Promise<unknown>): Promise<void> {
  await change.catch(() => undefined);
}
