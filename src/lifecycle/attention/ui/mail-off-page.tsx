import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, StateWord } from '../../../web/kit/index.ts';
import { FrontPage } from '../../people/ui/index.ts';
import { attentionClient } from './notice-queries.ts';

/** Ends the mails with one click. Opening the page does nothing yet, because mail programs open links to test them. */
export function MailOffPage({ token }: { readonly token: string }) {
  const end = useMutation({ mutationFn: () => attentionClient.endMails({ params: { token } }) });
  return (
    <FrontPage
      title={end.isSuccess ? 'You get no more mails' : 'Do you want no more mails?'}
      lead={
        end.isSuccess
          ? 'The bell in the app still tells you what waits.'
          : 'What waits for you stays in the app, behind the bell.'
      }
    >
      <ProblemNotice error={end.error} />
      {end.isSuccess ? (
        <p role="status">
          <StateWord tone="reached">Done.</StateWord>{' '}
          <AppLink to="/me/notifications">Choose differently, or once a day</AppLink>
        </p>
      ) : (
        <div className="tl-row">
          <Button loading={end.isPending} onClick={() => end.mutate()}>
            No more mails
          </Button>
          <AppLink to="/me/notifications">Rather once a day</AppLink>
        </div>
      )}
    </FrontPage>
  );
}
