import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, ConfirmButton, Disclosure, TextField } from '../../../web/kit/index.ts';
import { VIEW_LIMITS } from '../saved-view.ts';
import { runPagesClient, type ViewEntry, viewsQuery } from './run-page-queries.ts';

/** How the runs are looked at now. */
export interface LookAtRuns {
  readonly columns: readonly string[];
  readonly filter: string;
  readonly orderBy: string;
}

export interface SavedViewsProps {
  readonly experimentId: string;
  readonly look: LookAtRuns;
  readonly onLook: (look: LookAtRuns | null) => void;
}

/** The views that the team has saved: choosing one, saving the present one, removing one's own. */
export function SavedViews({ experimentId, look, onLook }: SavedViewsProps) {
  const queryClient = useQueryClient();
  const views = useQuery(viewsQuery(experimentId));
  const items = views.data?.items ?? [];
  const present = items.find((view) => isSame(view, look));
  const reload = () => queryClient.invalidateQueries({ queryKey: viewsQuery(experimentId).queryKey });
  const remove = useMutation({
    mutationFn: (viewId: string) => runPagesClient.removeView({ params: { experimentId, viewId } }),
    onSuccess: reload,
  });
  return (
    <div className="tl-runs-bar">
      {items.length > 0 && (
        <ChoiceField
          label="View"
          value={present?.id ?? ''}
          onChange={(event) => onLook(items.find(({ id }) => id === event.currentTarget.value) ?? null)}
          data={[
            { value: '', label: 'No saved view' },
            ...items.map(({ id, name, savedByName }) => ({ value: id, label: `${name} (by ${savedByName})` })),
          ]}
        />
      )}
      {present?.mayRemove && (
        <ConfirmButton
          question={`Remove the view "${present.name}" for everybody?`}
          confirmLabel="Remove it"
          variant="subtle"
          onConfirm={() => remove.mutate(present.id)}
        >
          Remove this view
        </ConfirmButton>
      )}
      {!present && <SaveView experimentId={experimentId} look={look} onSaved={reload} />}
      <ProblemNotice error={remove.error ?? views.error} />
    </div>
  );
}

function isSame(view: ViewEntry, look: LookAtRuns): boolean {
  return (
    view.filter === look.filter && view.orderBy === look.orderBy && view.columns.join('\n') === look.columns.join('\n')
  );
}

interface SaveViewProps {
  readonly experimentId: string;
  readonly look: LookAtRuns;
  readonly onSaved: () => Promise<unknown>;
}

function SaveView({ experimentId, look, onSaved }: SaveViewProps) {
  const [name, setName] = useState('');
  const [isTried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: (body: { readonly name: string }) =>
      runPagesClient.saveView({
        params: { experimentId },
        body: { ...body, columns: [...look.columns], filter: look.filter, orderBy: look.orderBy },
      }),
    onSuccess: () => onSaved(),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== '') save.mutate({ name: name.trim() });
  };
  return (
    <Disclosure label="Save this view for everybody" isPrinted={false} isMadeOnOpening>
      <form onSubmit={send} noValidate className="tl-runs-filter">
        <TextField
          label="Name of the view"
          help="It keeps the columns, what is looked for, and the order."
          value={name}
          maxLength={VIEW_LIMITS.nameLength}
          onChange={(event) => setName(event.currentTarget.value)}
          error={isTried && name.trim() === '' ? 'Give it a name that colleagues understand.' : undefined}
        />
        <Button type="submit" variant="default" loading={save.isPending}>
          Save view
        </Button>
      </form>
      <ProblemNotice error={save.error} />
    </Disclosure>
  );
}
