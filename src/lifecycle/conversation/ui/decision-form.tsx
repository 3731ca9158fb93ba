import { Button } from '@mantine/core';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { LongTextField, TextField } from '../../../web/kit/index.ts';
import { useTableChange } from '../../people/ui/index.ts';
import { conversationClient } from './conversation-queries.ts';

export interface DecisionFormProps {
  readonly slug: string;
  readonly threadId: string;
  readonly onDone: () => void;
}

/** Who decided what, and why. It stands in the log for good. */
export function DecisionForm({ slug, threadId, onDone }: DecisionFormProps) {
  const [what, setWhat] = useState('');
  const [why, setWhy] = useState('');
  const [who, setWho] = useState('');
  const record = useTableChange(slug, () =>
    conversationClient.decide({ params: { slug, threadId }, body: { what, why, who } }),
  );
  const isComplete = what.trim().length >= 5 && why.trim().length >= 5 && who.trim().length >= 2;
  return (
    <form
      className="tl-say"
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) record.mutate(undefined, { onSuccess: onDone });
      }}
    >
      <LongTextField
        label="What was decided"
        rows={1}
        autosize
        value={what}
        data-autofocus
        onChange={(event) => setWhat(event.currentTarget.value)}
      />
      <LongTextField
        label="Why"
        rows={1}
        autosize
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <TextField label="Who decided it" value={who} onChange={(event) => setWho(event.currentTarget.value)} />
      <ProblemNotice error={record.error} />
      <div className="tl-row">
        <Button type="submit" loading={record.isPending} disabled={!isComplete}>
          Record the decision
        </Button>
        <Button variant="subtle" onClick={onDone}>
          Leave it
        </Button>
      </div>
      <p className="tl-muted tl-small">It stands in the log and cannot be changed afterwards.</p>
    </form>
  );
}
