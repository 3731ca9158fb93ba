import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { LongTextField, Section } from '../../../web/kit/index.ts';
import { LogList, RightButton, rightTo } from '../../initiatives/ui/index.ts';
import { IDEA_LIMITS } from '../idea.ts';
import { IDEAS_KEY, type IdeaPageData, ideasClient } from './idea-queries.ts';
import { storySentence } from './story-sentence.ts';

/** What happened to an idea, oldest first, and a field to say something about it. */
export function IdeaStory({ page }: { readonly page: IdeaPageData }) {
  const { idea, story, rights } = page;
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const comment = useMutation({
    mutationFn: (sent: string) => ideasClient.comment({ params: { ideaId: idea.id }, body: { text: sent } }),
    onSuccess: (_, sent) => {
      // What was written while it was on its way is the next thing to say.
      setText((now) => (now === sent ? '' : now));
      return queryClient.invalidateQueries({ queryKey: IDEAS_KEY });
    },
  });
  const isLongEnough = text.trim().length >= 2;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isLongEnough) comment.mutate(text);
  };
  return (
    <Section title="What happened">
      <LogList
        entries={story.map((entry) => ({ ...entry, actingAs: null, step: null, sentence: storySentence(entry) }))}
      />
      {rights['idea.comment'].allowed && (
        <form className="tl-stack" onSubmit={send}>
          <LongTextField
            label="Say something about it"
            rows={2}
            autosize
            maxLength={IDEA_LIMITS.remark}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <ProblemNotice error={comment.error} />
          <div>
            <RightButton
              right={rightTo(rights, 'idea.comment')}
              type="submit"
              variant="default"
              loading={comment.isPending}
              isOff={!isLongEnough}
            >
              Say it
            </RightButton>
          </div>
        </form>
      )}
    </Section>
  );
}
