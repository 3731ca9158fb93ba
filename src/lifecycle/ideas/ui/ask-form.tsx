import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { LongTextField } from '../../../web/kit/index.ts';
import { IDEA_LIMITS } from '../idea.ts';
import { readQuestion } from '../read-question.ts';
import { DepartmentField } from './department-field.tsx';
import { IDEAS_KEY, ideaSettingsQuery, ideasClient } from './idea-queries.ts';
import { SimilarList } from './similar-list.tsx';
import { Understood } from './understood.tsx';
import './ideas.css';

/** A pause in typing after which similar questions are looked for, ms. */
const PAUSE_MS = 250;

export interface AskFormProps {
  readonly onPosted: (ideaId: string) => void;
  /** Whether similar questions are shown before anything is written. */
  readonly isRoomy?: boolean;
}

/** The one place to ask: a field for one's own words, what is understood of them, and what was asked before. */
export function AskForm({ onPosted, isRoomy = false }: AskFormProps) {
  const queryClient = useQueryClient();
  const settings = useQuery(ideaSettingsQuery);
  const [sentence, setSentence] = useState('');
  const [departmentId, setDepartmentId] = useState('');
  const [settled] = useDebouncedValue(sentence, PAUSE_MS);
  const post = useMutation({
    mutationFn: () => ideasClient.post({ body: { sentence, ...(departmentId === '' ? {} : { departmentId }) } }),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: IDEAS_KEY });
      onPosted(id);
    },
  });
  const length = sentence.trim().length;
  const isLongEnough = length >= IDEA_LIMITS.shortestSentence;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isLongEnough) post.mutate();
  };
  return (
    <div className="tl-ask">
      <form className="tl-stack" onSubmit={send}>
        <LongTextField
          label="Your question or idea"
          rows={isRoomy ? 4 : 2}
          autosize
          required
          maxLength={IDEA_LIMITS.sentence}
          placeholder="Reduce churn by 10% this quarter, or: how can we get people to buy more widgets?"
          value={sentence}
          onChange={(event) => setSentence(event.currentTarget.value)}
        />
        <div role="status">
          {isLongEnough && settings.data ? (
            <Understood reading={readQuestion(sentence, settings.data)} />
          ) : (
            <p className="tl-muted">
              At least {IDEA_LIMITS.shortestSentence} characters; a number is welcome but not needed.
            </p>
          )}
        </div>
        {length > 0 && <DepartmentField value={departmentId} onChange={setDepartmentId} />}
        <ProblemNotice error={post.error} />
        <div className="tl-row">
          <Button type="submit" loading={post.isPending} disabled={!isLongEnough}>
            Post it
          </Button>
          <span className="tl-muted">Everybody here can read it and support it.</span>
        </div>
      </form>
      {(isRoomy || length > 0) && <SimilarList text={settled} />}
    </div>
  );
}
