import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { CheckField, TextField } from '../../../web/kit/index.ts';
import { WEBHOOK_EVENTS, WEBHOOK_LIMITS, type WebhookEvent } from '../webhook.ts';
import { MODELS_KEY } from './model-queries.ts';
import { EVENT_GROUPS, EVENT_WORDS, webhooksClient } from './webhook-queries.ts';

/** What most programs want to hear of. */
const USUAL: readonly WebhookEvent[] = ['MODEL_VERSION.CREATED', 'MODEL_VERSION_ALIAS.CREATED'];

/** Adds an address that is told of changes of models. */
export function WebhookForm() {
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState('');
  const [events, setEvents] = useState<readonly WebhookEvent[]>(USUAL);
  const [isTried, setTried] = useState(false);
  const add = useMutation({
    mutationFn: () =>
      webhooksClient.addWebhook({
        body: {
          name: name.trim(),
          url: url.trim(),
          events: [...events],
          ...(secret === '' ? {} : { secret }),
        },
      }),
    onSuccess: async () => {
      for (const empty of [setName, setUrl, setSecret]) empty('');
      setTried(false);
      await queryClient.invalidateQueries({ queryKey: MODELS_KEY });
    },
  });
  const isAddress = /^https?:\/\/./.test(url.trim());
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== '' && isAddress && events.length > 0) add.mutate();
  };
  const choose = (event: WebhookEvent, isChosen: boolean) =>
    setEvents(WEBHOOK_EVENTS.filter((one) => (one === event ? isChosen : events.includes(one))));
  return (
    <form className="tl-model-form" onSubmit={send} noValidate autoComplete="off">
      <TextField
        label="What it is called"
        value={name}
        maxLength={WEBHOOK_LIMITS.nameLength}
        required
        onChange={(event) => setName(event.currentTarget.value)}
        error={isTried && name.trim() === '' ? 'Give it a name that others recognise.' : undefined}
      />
      <TextField
        label="The address that is told"
        help="A public address that begins with https://"
        value={url}
        maxLength={2_048}
        required
        inputMode="url"
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={isTried && !isAddress ? 'Write a whole address, with https:// at its beginning.' : undefined}
      />
      <TextField
        label="A secret that you share with it"
        help="Everything that is sent is signed with it, so that your program can tell that it comes from here. It is never shown again."
        value={secret}
        type="password"
        autoComplete="new-password"
        maxLength={WEBHOOK_LIMITS.secretLength}
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      <fieldset className="tl-model-events">
        <legend>It is told when</legend>
        <div className="tl-model-event-groups">
          {EVENT_GROUPS.map(({ head, events: ofGroup }) => (
            <fieldset key={head} className="tl-model-events">
              <legend>{head}</legend>
              {ofGroup.map((event) => (
                <CheckField
                  key={event}
                  label={EVENT_WORDS[event]}
                  checked={events.includes(event)}
                  onChange={(change) => choose(event, change.currentTarget.checked)}
                />
              ))}
            </fieldset>
          ))}
        </div>
        {isTried && events.length === 0 && <p role="alert">Choose at least one.</p>}
      </fieldset>
      <ProblemNotice error={add.error} />
      <div>
        <Button type="submit" loading={add.isPending}>
          Add it
        </Button>
      </div>
    </form>
  );
}
