import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { Disclosure, formatDay, Notice, TextField } from '../../../web/kit/index.ts';
import { PLAYBOOK_LIMITS } from '../playbook.ts';
import { LeftWords } from './left-words.tsx';
import { PLAYBOOKS_KEY, type PlaybookReading, playbooksClient } from './playbook-queries.ts';
import { useKeptText } from './use-kept-text.ts';

/** Fewest characters of a reason, as the contract asks. */
const SHORTEST = 5;

/** That a playbook is retired, and the way to retire it or to offer it again for those who may. */
export function PlaybookRetirementPart({
  book,
  mayEdit,
}: {
  readonly book: PlaybookReading;
  readonly mayEdit: boolean;
}) {
  const { key, retirement, versions } = book;
  const change = useRetirement(key);
  if (retirement) {
    return (
      <>
        <LeftWords
          happened={`${retirement.retiredByName} retired this playbook while you were writing.`}
          advice="The reason that is given stands below. To give yours instead, copy it, offer the playbook again and retire it."
          fields={[{ keep: reasonKey(key), label: 'Why you wanted to retire it' }]}
        />
        <Notice
          tone="look"
          title={`Retired on ${formatDay(retirement.retiredAt)} by ${retirement.retiredByName}`}
          action={
            mayEdit ? (
              <Button variant="default" loading={change.isPending} onClick={() => change.mutate({ isRetired: false })}>
                Offer it again
              </Button>
            ) : undefined
          }
        >
          <p>{retirement.reason}</p>
          <p>No new initiative begins with it. Those that go by it keep it until they are moved.</p>
          <ProblemNotice error={change.error} />
        </Notice>
      </>
    );
  }
  if (!mayEdit || versions.length === 0) return null;
  return (
    <Disclosure label="Retire this playbook" isPrinted={false} isMadeOnOpening>
      <RetireForm playbookKey={key} />
    </Disclosure>
  );
}

function RetireForm({ playbookKey }: { readonly playbookKey: string }) {
  const [reason, setReason, forget] = useKeptText(reasonKey(playbookKey));
  const change = useRetirement(playbookKey, () => forget(reason));
  return (
    <form
      className="tl-stack"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ isRetired: true, reason: reason.trim() });
      }}
    >
      <p className="tl-muted">
        It is no longer offered for new initiatives. Those that go by it keep it, and it can be offered again.
      </p>
      <TextField
        label="Why it is retired"
        help="Everybody reads it here, and whoever still asks for this playbook."
        value={reason}
        maxLength={PLAYBOOK_LIMITS.noteLength}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <ProblemNotice error={change.error} />
      <div>
        <Button type="submit" variant="default" loading={change.isPending} disabled={reason.trim().length < SHORTEST}>
          Retire it
        </Button>
      </div>
    </form>
  );
}

/** Under which key this window keeps why somebody retires a playbook. */
function reasonKey(playbookKey: string): string {
  return `playbook ${playbookKey} retire`;
}

function useRetirement(key: string, onStored?: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (body: { isRetired: true; reason: string } | { isRetired: false }) => {
      await playbooksClient.retire({ params: { key }, body });
      onStored?.();
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: PLAYBOOKS_KEY }),
  });
}
