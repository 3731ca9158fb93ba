import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, Notice, Page, RadioField, StateWord } from '../../../web/kit/index.ts';
import type { attentionApi } from '../attention.schema.ts';
import { MAIL_MODES, type MailMode } from '../notice.ts';
import { attentionClient, mailQuery } from './notice-queries.ts';

type Preference = z.infer<(typeof attentionApi)['changeMail']['response']>;

const MODE: Readonly<Record<MailMode, { readonly label: string; readonly help: string }>> = {
  immediate: { label: 'At once', help: 'A mail for whatever waits for you, a minute after it does.' },
  daily: { label: 'Once a day', help: 'One mail with everything that is new.' },
  off: { label: 'Never', help: 'Only the bell tells you.' },
};

/** When the reader is told by mail. */
export function MailPage() {
  const mail = useQuery(mailQuery);
  return (
    <Page
      title="When do you want a mail?"
      documentTitle="Your notifications"
      lead="What you have read in the app before is left out of every mail."
      width="narrow"
    >
      <ProblemNotice error={mail.error} onRetry={() => void mail.refetch()} />
      {mail.isPending && <p className="tl-muted">Reading your choice</p>}
      {mail.data && !mail.data.isConfigured && (
        <Notice tone="look" title="This installation sends no mails yet.">
          Whoever runs it can name a mail server; your choice holds from then on.
        </Notice>
      )}
      {mail.data && <MailForm preference={mail.data.preference} />}
    </Page>
  );
}

function MailForm({ preference }: { readonly preference: Preference }) {
  const queryClient = useQueryClient();
  const [mode, setMode] = useState(preference.mode);
  const [hour, setHour] = useState(String(preference.digestHour));
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const change = useMutation({
    mutationFn: () => attentionClient.changeMail({ body: { mode, digestHour: Number(hour), timeZone } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: mailQuery.queryKey }),
  });
  return (
    <form
      className="tl-stack"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <RadioField
        label="Mails"
        value={mode}
        onChange={(value) => setMode(MAIL_MODES.find((each) => each === value) ?? mode)}
        options={MAIL_MODES.map((value) => ({ value, ...MODE[value] }))}
      />
      {mode === 'daily' && (
        <ChoiceField
          label="At what time"
          help={`In your time zone, ${timeZone}.`}
          value={hour}
          onChange={(event) => setHour(event.currentTarget.value)}
          data={Array.from({ length: 24 }, (_, each) => ({
            value: String(each),
            label: `${String(each).padStart(2, '0')}:00`,
          }))}
        />
      )}
      <ProblemNotice error={change.error} />
      <div className="tl-row">
        <Button type="submit" loading={change.isPending}>
          Save
        </Button>
        <span role="status">{change.isSuccess && <StateWord tone="reached">Saved</StateWord>}</span>
      </div>
    </form>
  );
}
