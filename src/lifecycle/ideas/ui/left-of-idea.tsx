import { LeftWords } from '../../people/ui/index.ts';
import type { IdeaState } from '../idea.ts';
import { keysOf } from './idea-keys.ts';
import type { IdeaPageData } from './idea-queries.ts';

/** What became of an idea while the reader wrote about it; only somebody else's decision takes a form away. */
const ENDED: Readonly<Record<IdeaState, string>> = {
  open: 'opened the idea again',
  promoted: 'started an initiative from the idea',
  merged: 'merged the idea into another',
  declined: 'declined the idea',
  withdrawn: 'withdrew the idea',
};

/** What the reader was writing about an idea when somebody else decided about it. */
export function LeftOfIdea({ page: { idea } }: { readonly page: IdeaPageData }) {
  const keys = keysOf(idea.id);
  const decider = idea.decision?.byName ?? 'Somebody else';
  const fields =
    idea.state === 'open'
      ? [{ keep: keys.reopen, label: 'Why you wanted to open it again' }]
      : [
          { keep: keys.answers, label: 'What you answered' },
          { keep: keys.merge, label: 'Why you wanted to merge it' },
          { keep: keys.decline, label: 'Why you wanted to decline it' },
          ...(idea.state === 'declined' ? [] : [{ keep: keys.reopen, label: 'Why you wanted to open it again' }]),
        ];
  return (
    <LeftWords
      happened={`${decider} ${ENDED[idea.state]} while you were writing.`}
      advice="Copy what is worth keeping and say it under “What happened”, where everybody reads it."
      fields={fields}
    />
  );
}
