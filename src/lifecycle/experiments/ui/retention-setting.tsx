import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ConfirmButton, Disclosure, NumberField, RadioField, Section, useEdits } from '../../../web/kit/index.ts';
import { KEPT_DAYS_RANGE, keptInWords } from '../retention.ts';
import { DELETED_KEY, deletedClient, retentionQuery } from './deleted-queries.ts';

/** How long deleted experiments, runs and evaluation sets are kept; administrators change it. */
export function RetentionSetting({ isAdministrator }: { readonly isAdministrator: boolean }) {
  const retention = useQuery(retentionQuery);
  if (!retention.data) return <ProblemNotice error={retention.error} onRetry={() => void retention.refetch()} />;
  const { keptDays } = retention.data;
  return (
    <Section
      title={`Deleted experiments, runs and evaluation sets are kept ${keptInWords(keptDays)}`}
      lead="What a conclusion, a registered model or a logged model rests on stays in any case, and registered models are never removed."
    >
      {isAdministrator ? (
        <Disclosure label="Change how long" openLabel="Leave it as it is" isPrinted={false} isMadeOnOpening>
          <RetentionForm keptDays={keptDays} />
        </Disclosure>
      ) : (
        <p className="tl-muted">Administrators decide this.</p>
      )}
    </Section>
  );
}

const DEFAULT_DAYS = 90;

function RetentionForm({ keptDays }: { readonly keptDays: number | null }) {
  const queryClient = useQueryClient();
  const { value, edit, settle } = useEdits<{ readonly choice: string; readonly days: number | null }>({
    choice: keptDays === null ? 'ever' : 'days',
    days: keptDays ?? DEFAULT_DAYS,
  });
  const { choice, days } = value;
  const change = useMutation({
    mutationFn: (wanted: number | null) => deletedClient.changeRetention({ body: { keptDays: wanted } }),
    onSuccess: async (_, sent) => {
      await queryClient.invalidateQueries({ queryKey: DELETED_KEY });
      settle({ choice: sent === null ? 'ever' : 'days', days: sent ?? days });
    },
  });
  const { fewest, most } = KEPT_DAYS_RANGE;
  const isPossible = days !== null && Number.isInteger(days) && days >= fewest && days <= most;
  return (
    <div className="tl-retention">
      <RadioField
        label="Keep what was deleted"
        value={choice}
        onChange={(next) => edit({ choice: next })}
        options={[
          { value: 'ever', label: 'For ever', help: 'Nothing is ever removed; files keep taking room.' },
          { value: 'days', label: 'For some days', help: 'After that it is removed for good, with its files.' },
        ]}
      />
      {choice === 'ever' ? (
        <Button
          variant="default"
          loading={change.isPending}
          disabled={keptDays === null}
          onClick={() => change.mutate(null)}
        >
          Keep it for ever
        </Button>
      ) : (
        <>
          <NumberField
            label="Days after deleting"
            value={days}
            onChange={(next) => edit({ days: next })}
            unit="days"
            error={isPossible ? undefined : `Write a whole number from ${fewest} to ${most}.`}
          />
          <ConfirmButton
            question={`Everything below that was deleted more than ${days} days ago is removed for good within the hour, and nobody can bring it back.`}
            confirmLabel={`Keep it for ${days} days`}
            keepLabel="Leave it as it is"
            isDisabled={!isPossible || days === keptDays}
            onConfirm={async () => void (await change.mutateAsync(days).catch(() => undefined))}
          >
            Keep it for these days
          </ConfirmButton>
        </>
      )}
      <ProblemNotice error={change.error} />
    </div>
  );
}
