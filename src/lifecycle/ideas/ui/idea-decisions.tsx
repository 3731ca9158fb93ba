import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, ConfirmButton, Disclosure, LongTextField, Section } from '../../../web/kit/index.ts';
import { RightButton, rightTo } from '../../initiatives/ui/index.ts';
import { useKeptText } from '../../people/ui/index.ts';
import { IDEA_LIMITS } from '../idea.ts';
import { keysOf } from './idea-keys.ts';
import { IDEAS_KEY, type IdeaPageData, ideaListQuery, ideasClient, similarQuery } from './idea-queries.ts';

/** Other ways to end an idea: merge it into another, decline it, or withdraw it. */
export function IdeaDecisions({ page }: { readonly page: IdeaPageData }) {
  return (
    <Section title="Or decide otherwise" level={2}>
      <Disclosure label="Merge it into another idea" isPrinted={false} isMadeOnOpening>
        <MergeForm page={page} />
      </Disclosure>
      <Disclosure label="Decline it" isPrinted={false} isMadeOnOpening>
        <DeclineForm page={page} />
      </Disclosure>
      {page.rights['idea.withdraw'].allowed && <Withdraw page={page} />}
    </Section>
  );
}

/** A reason in one's own words, and the button that it belongs to. */
function useReason(keep: string) {
  const [reason, setReason, forget] = useKeptText(keep);
  const [isTried, setTried] = useState(false);
  const isGiven = reason.trim().length >= IDEA_LIMITS.shortestReason;
  const field = (
    <LongTextField
      label="Why, for everybody to read"
      rows={2}
      autosize
      required
      maxLength={IDEA_LIMITS.reason}
      value={reason}
      onChange={(event) => setReason(event.currentTarget.value)}
      error={isTried && !isGiven ? 'Write at least a few words: whoever proposed it reads them.' : undefined}
    />
  );
  return { reason: reason.trim(), isGiven, field, setTried, forget: () => forget(reason) };
}

function MergeForm({ page }: { readonly page: IdeaPageData }) {
  const { idea, rights } = page;
  const queryClient = useQueryClient();
  const similar = useQuery(similarQuery(idea.sentence, idea.id));
  const newest = useInfiniteQuery(ideaListQuery({}));
  const [intoId, setIntoId] = useState('');
  const { reason, isGiven, field, setTried, forget } = useReason(keysOf(idea.id).merge);
  const merge = useMutation({
    mutationFn: async () => {
      await ideasClient.merge({ params: { ideaId: idea.id }, body: { intoId, reason } });
      forget();
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: IDEAS_KEY }),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isGiven && intoId !== '') merge.mutate();
  };
  const alike = (similar.data ?? []).flatMap(({ ideaId, sentence }) =>
    ideaId === null ? [] : [{ id: ideaId, sentence }],
  );
  const others = (newest.data?.pages ?? [])
    .flatMap(({ ideas }) => ideas)
    .filter(({ id }) => id !== idea.id && !alike.some((each) => each.id === id));
  return (
    <form className="tl-stack" onSubmit={send} noValidate>
      <ChoiceField
        label="Into which one"
        help="Similar ones first. Supporters and story follow, and this address leads on."
        value={intoId}
        onChange={(event) => setIntoId(event.currentTarget.value)}
        data={[
          { value: '', label: 'Choose an idea' },
          ...[...alike, ...others].map(({ id, sentence }) => ({ value: id, label: shortened(sentence) })),
        ]}
      />
      {field}
      <ProblemNotice error={merge.error} />
      <div>
        <RightButton
          right={rightTo(rights, 'idea.merge')}
          type="submit"
          variant="default"
          loading={merge.isPending}
          isOff={intoId === ''}
          offReason="Choose an idea first."
        >
          Merge it
        </RightButton>
      </div>
    </form>
  );
}

function DeclineForm({ page: { idea, rights } }: { readonly page: IdeaPageData }) {
  const queryClient = useQueryClient();
  const { reason, isGiven, field, setTried, forget } = useReason(keysOf(idea.id).decline);
  const decline = useMutation({
    mutationFn: async () => {
      await ideasClient.decline({ params: { ideaId: idea.id }, body: { reason } });
      forget();
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: IDEAS_KEY }),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isGiven) decline.mutate();
  };
  return (
    <form className="tl-stack" onSubmit={send} noValidate>
      {field}
      <ProblemNotice error={decline.error} />
      <div>
        <RightButton
          right={rightTo(rights, 'idea.decline')}
          type="submit"
          variant="default"
          loading={decline.isPending}
        >
          Decline it
        </RightButton>
      </div>
    </form>
  );
}

/** Opening a declined idea again, for those who decide about ideas; the others read who may. */
export function ReopenIdea({ page: { idea, rights } }: { readonly page: IdeaPageData }) {
  const queryClient = useQueryClient();
  const { reason, isGiven, field, setTried, forget } = useReason(keysOf(idea.id).reopen);
  const reopen = useMutation({
    mutationFn: async () => {
      await ideasClient.reopen({ params: { ideaId: idea.id }, body: { reason } });
      forget();
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: IDEAS_KEY }),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isGiven) reopen.mutate();
  };
  if (!rights['idea.reopen'].allowed) return <p className="tl-muted tl-small">{rights['idea.reopen'].rule}</p>;
  return (
    <Disclosure label="Open it again" isPrinted={false} isMadeOnOpening>
      <form className="tl-stack" onSubmit={send} noValidate>
        {field}
        <ProblemNotice error={reopen.error} />
        <div>
          <RightButton
            right={rightTo(rights, 'idea.reopen')}
            type="submit"
            variant="default"
            loading={reopen.isPending}
          >
            Open it again
          </RightButton>
        </div>
      </form>
    </Disclosure>
  );
}

function Withdraw({ page: { idea } }: { readonly page: IdeaPageData }) {
  const queryClient = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => ideasClient.withdraw({ params: { ideaId: idea.id }, body: {} }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: IDEAS_KEY }),
  });
  return (
    <>
      <div>
        <ConfirmButton
          variant="subtle"
          question="Withdraw your idea? It leaves the list; its page stays for whoever has the address."
          confirmLabel="Withdraw it"
          onConfirm={() =>
            withdraw.mutateAsync().then(
              () => undefined,
              () => undefined,
            )
          }
        >
          Withdraw it
        </ConfirmButton>
      </div>
      <ProblemNotice error={withdraw.error} />
    </>
  );
}

function shortened(sentence: string): string {
  return sentence.length <= 90 ? sentence : `${sentence.slice(0, 90)} …`;
}
