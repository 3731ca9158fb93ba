import { Button } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { NumberField, Section, useEdits } from '../../../web/kit/index.ts';
import { SILENT_AFTER_DAYS_RANGE } from '../presence.ts';
import { peopleClient } from './people-queries.ts';
import './silence-setting.css';

const silenceQuery = queryOptions({ queryKey: ['silence'], queryFn: () => peopleClient.readSilence() });

/** After how many days without a word somebody is called silent, in the whole installation. */
export function SilenceSetting() {
  const silence = useQuery(silenceQuery);
  return (
    <Section
      title="When somebody counts as silent"
      lead="Whoever is needed at a step under way and says nothing for this long is shown as silent on the line."
    >
      <ProblemNotice error={silence.error} onRetry={() => void silence.refetch()} />
      {silence.data && <SilenceForm days={silence.data.silentAfterDays} />}
    </Section>
  );
}

function SilenceForm({ days }: { readonly days: number }) {
  const queryClient = useQueryClient();
  const { value, edit, settle } = useEdits<{ readonly wanted: number | null }>({ wanted: days });
  const { wanted } = value;
  const change = useMutation({
    mutationFn: (silentAfterDays: number) => peopleClient.changeSilence({ body: { silentAfterDays } }),
    // Presence stands on every page about people, so all that was read is read again.
    onSuccess: async (_, sent) => {
      await queryClient.invalidateQueries();
      settle({ wanted: sent });
    },
  });
  const { fewest, most } = SILENT_AFTER_DAYS_RANGE;
  const isPossible = wanted !== null && Number.isInteger(wanted) && wanted >= fewest && wanted <= most;
  return (
    <form
      className="tl-row tl-silence"
      onSubmit={(event) => {
        event.preventDefault();
        if (isPossible) change.mutate(wanted);
      }}
      noValidate
    >
      <NumberField
        label="Days without a word"
        value={wanted}
        onChange={(next) => edit({ wanted: next })}
        unit="days"
        error={isPossible ? undefined : `Write a whole number from ${fewest} to ${most}.`}
      />
      <Button type="submit" variant="default" loading={change.isPending} disabled={wanted === days}>
        Change it
      </Button>
      <ProblemNotice error={change.error} />
    </form>
  );
}
