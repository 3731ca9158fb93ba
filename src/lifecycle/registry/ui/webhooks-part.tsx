import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  type Column,
  ConfirmButton,
  DataTable,
  Disclosure,
  EmptyState,
  formatMoment,
  formatPlural,
  Notice,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { MODELS_KEY } from './model-queries.ts';
import { WebhookForm } from './webhook-form.tsx';
import {
  type Delivery,
  deliveriesQuery,
  EVENT_WORDS,
  type ShownWebhook,
  webhooksClient,
  webhooksQuery,
} from './webhook-queries.ts';

/** The addresses that are told of changes of models; shown to whoever may add one. */
export function WebhooksPart() {
  const webhooks = useQuery(webhooksQuery);
  const { webhooks: shown = [], mayAdd = false } = webhooks.data ?? {};
  if (!mayAdd && shown.length === 0) return <ProblemNotice error={webhooks.error} />;
  return (
    <Section
      title="Programs that are told"
      lead="An address of yours is told when a model changes, so that a build or a test starts by itself. Programs call this a webhook."
    >
      {shown.length === 0 && <EmptyState sentence="No program is told of changes yet." action={<AddWebhook />} />}
      {shown.map((webhook) => (
        <Entry key={webhook.id} webhook={webhook} />
      ))}
      {mayAdd && shown.length > 0 && <AddWebhook />}
    </Section>
  );
}

function AddWebhook() {
  return (
    <Disclosure label="Tell a program" openLabel="Close this form" isPrinted={false} isMadeOnOpening>
      <WebhookForm />
    </Disclosure>
  );
}

function Entry({ webhook }: { readonly webhook: ShownWebhook }) {
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: MODELS_KEY });
  const params = { webhookId: webhook.id };
  const turn = useMutation({
    mutationFn: (isActive: boolean) => webhooksClient.changeWebhook({ params, body: { isActive } }),
    onSuccess,
  });
  const remove = useMutation({ mutationFn: () => webhooksClient.removeWebhook({ params }), onSuccess });
  const trial = useMutation({ mutationFn: () => webhooksClient.tryWebhook({ params }) });
  return (
    <article className="tl-model-closed" aria-label={webhook.name}>
      <div className="tl-row">
        <strong>{webhook.name}</strong>
        <StateWord tone={webhook.isActive ? 'reached' : 'unknown'}>{webhook.isActive ? 'on' : 'turned off'}</StateWord>
        <span className="tl-muted">
          {new URL(webhook.url).host}, added by {webhook.ownerName}
          {webhook.isSigned ? ', signed' : ', not signed'}
        </span>
      </div>
      {webhook.description !== '' && <p>{webhook.description}</p>}
      <p className="tl-muted">{webhook.events.map((event) => EVENT_WORDS[event]).join('; ')}.</p>
      {webhook.missedCount > 0 && (
        <Notice tone="look" title={`${formatPlural(webhook.missedCount, 'change was', 'changes were')} not queued`}>
          Too many waited already. Look below why nothing gets through.
        </Notice>
      )}
      <div className="tl-row">
        <Button variant="default" size="compact-sm" loading={trial.isPending} onClick={() => trial.mutate()}>
          Send an example
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          loading={turn.isPending}
          onClick={() => turn.mutate(!webhook.isActive)}
        >
          {webhook.isActive ? 'Turn it off' : 'Turn it on'}
        </Button>
        <ConfirmButton
          size="compact-sm"
          question={`Remove "${webhook.name}"? The list of what it was told goes with it.`}
          confirmLabel="Remove it"
          onConfirm={async () => void (await remove.mutateAsync().catch(() => undefined))}
        >
          Remove
        </ConfirmButton>
      </div>
      <div role="status">
        {trial.data && (
          <StateWord tone={trial.data.isSuccess ? 'reached' : 'look'}>
            {trial.data.isSuccess ? 'The example arrived' : trialInWords(trial.data)}
          </StateWord>
        )}
      </div>
      <ProblemNotice error={trial.error ?? turn.error ?? remove.error} />
      <Disclosure label={`What ${webhook.name} was told`} isPrinted={false} isMadeOnOpening>
        <Deliveries webhook={webhook} />
      </Disclosure>
    </article>
  );
}

function trialInWords({ status, words }: { readonly status: number | null; readonly words: string }): string {
  return status === null ? words : `The address answered with status ${status}`;
}

const STATE_WORDS = { waiting: 'is tried again', delivered: 'arrived', failed: 'given up' } as const;
const STATE_TONES = { waiting: 'look', delivered: 'reached', failed: 'broken' } as const;

const COLUMNS: readonly Column<Delivery>[] = [
  { key: 'model', head: 'Model', isRowHead: true, cell: ({ model }) => model },
  { key: 'event', head: 'What happened', cell: ({ event }) => EVENT_WORDS[event] },
  {
    key: 'state',
    head: 'Fate',
    cell: ({ state, attempts }) => (
      <StateWord tone={STATE_TONES[state]}>
        {state === 'waiting' && attempts === 0 ? 'on its way' : STATE_WORDS[state]}
      </StateWord>
    ),
  },
  { key: 'asked', head: 'When', isWideOnly: true, cell: ({ askedAt }) => formatMoment(askedAt) },
  {
    key: 'answer',
    head: 'Last answer',
    isWideOnly: true,
    cell: ({ lastAnswer, attempts }) =>
      lastAnswer === null
        ? 'Not tried yet'
        : `${lastAnswer}${attempts > 1 ? ` (${formatPlural(attempts, 'attempt', 'attempts')})` : ''}`,
  },
];

function Deliveries({ webhook }: { readonly webhook: ShownWebhook }) {
  const deliveries = useInfiniteQuery(deliveriesQuery(webhook.id));
  const rows = deliveries.data?.pages.flatMap((page) => page.deliveries) ?? [];
  if (!deliveries.data) return <ProblemNotice error={deliveries.error} onRetry={() => void deliveries.refetch()} />;
  return (
    <>
      <DataTable
        label={`Messages to ${webhook.name}, the newest first`}
        columns={COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
        empty={<p className="tl-muted">Nothing has happened yet that it is told of. Send an example to try it.</p>}
      />
      {deliveries.hasNextPage && (
        <Button
          variant="default"
          loading={deliveries.isFetchingNextPage}
          onClick={() => void deliveries.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}
