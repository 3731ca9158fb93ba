import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ConfirmButton, Disclosure, PanelButton, useIsHere } from '../../../web/kit/index.ts';
import { settled } from '../../people/ui/index.ts';
import type { LookAtRuns } from '../saved-view.ts';
import { runPagesClient, type ViewEntry } from './run-page-queries.ts';
import type { ViewsNow } from './use-views.ts';
import { ViewNameForm } from './view-name-form.tsx';

export interface SavedViewsProps {
  readonly experimentId: string;
  readonly look: LookAtRuns;
  readonly views: ViewsNow;
  /** Shows a view; `null` shows the runs as before anybody chose. */
  readonly onView: (view: ViewEntry | null) => void;
}

/** The views that the team has saved: choosing one, saving the present one, renaming and removing one's own. */
export function SavedViews(props: SavedViewsProps) {
  const { present, difference } = props.views;
  return (
    <PanelButton
      label={present ? `View: ${present.name}${difference === null ? '' : ', changed'}` : 'Views'}
      panel={(close) => <Panel {...props} close={close} />}
    >
      <span className="tl-runs-view-name">{present?.name ?? 'Views'}</span>
      {difference !== null && <span className="tl-muted">, changed</span>}
    </PanelButton>
  );
}

function Panel({ experimentId, look, views, onView, close }: SavedViewsProps & { readonly close: () => void }) {
  const { items, present, error, reload } = views;
  const isHere = useIsHere();
  const show = (view: ViewEntry | null) => {
    if (!isHere()) return;
    onView(view);
    close();
  };
  const save = (name: string) =>
    runPagesClient.saveView({ params: { experimentId }, body: { ...look, columns: [...look.columns], name } });
  const form = (
    <ViewNameForm
      label="Name of the view"
      verb="Save view"
      help="It keeps the columns, what is looked for, the order, the grouping and the curves, for everybody."
      send={save}
      onDone={async (view) => {
        await reload();
        show(view);
      }}
    />
  );
  return (
    <div className="tl-stack tl-runs-views">
      <ProblemNotice error={error} />
      {items.length === 0 ? (
        <p>Nobody has saved a view of these runs yet.</p>
      ) : (
        <ul className="tl-runs-view-list">
          <Choice isPresent={present === undefined} onChoose={() => show(null)}>
            Without a view
          </Choice>
          {items.map((view) => (
            <Choice key={view.id} isPresent={view.id === present?.id} onChoose={() => show(view)}>
              {view.name} <span className="tl-muted tl-small">by {view.savedByName}</span>
            </Choice>
          ))}
        </ul>
      )}
      <Disclosure
        label="Save this page as another view"
        isPrinted={false}
        isMadeOnOpening
        canClose={present !== undefined}
      >
        {form}
      </Disclosure>
      {present?.mayChange && (
        <Disclosure label="Rename or remove this view" isPrinted={false} isMadeOnOpening>
          <Present
            key={present.id}
            experimentId={experimentId}
            view={present}
            reload={reload}
            onRemoved={() => show(null)}
          />
        </Disclosure>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly isPresent: boolean;
  readonly onChoose: () => void;
  readonly children: React.ReactNode;
}

function Choice({ isPresent, onChoose, children }: ChoiceProps) {
  return (
    <li>
      <button
        type="button"
        className="tl-runs-view"
        onClick={onChoose}
        {...(isPresent ? { 'aria-current': 'true' as const } : {})}
      >
        {children}
      </button>
    </li>
  );
}

interface PresentProps {
  readonly experimentId: string;
  readonly view: ViewEntry;
  readonly reload: () => Promise<unknown>;
  readonly onRemoved: () => void;
}

function Present({ experimentId, view, reload, onRemoved }: PresentProps) {
  const params = { experimentId, viewId: view.id };
  const remove = useMutation({
    mutationFn: () => runPagesClient.removeView({ params }),
    onSuccess: async () => {
      await reload();
      onRemoved();
    },
  });
  return (
    <div className="tl-stack">
      <ViewNameForm
        label="New name"
        verb="Rename"
        start={view.name}
        send={(name) => runPagesClient.changeView({ params, body: { name } })}
        onDone={reload}
      />
      <div>
        <ConfirmButton
          question={`Remove the view “${view.name}” for everybody?`}
          confirmLabel="Remove it"
          onConfirm={() => settled(remove.mutateAsync())}
        >
          Remove this view
        </ConfirmButton>
      </div>
      <ProblemNotice error={remove.error} />
    </div>
  );
}

/** In what the page differs from the view that is looked at, with what can be done about it; nothing where it does not. */
export function ViewDifference({ experimentId, look, views, onView }: SavedViewsProps) {
  const { present, difference, reload } = views;
  const save = useMutation({
    mutationFn: (viewId: string) =>
      runPagesClient.changeView({ params: { experimentId, viewId }, body: { ...look, columns: [...look.columns] } }),
    onSuccess: reload,
  });
  if (!present || difference === null) return null;
  return (
    <>
      <span>Differs from the view in {difference}.</span>
      {present.mayChange && (
        <Button variant="subtle" size="compact-sm" loading={save.isPending} onClick={() => save.mutate(present.id)}>
          Save it again
        </Button>
      )}
      <Button variant="subtle" size="compact-sm" onClick={() => onView(present)}>
        Back to the view
      </Button>
      <ProblemNotice error={save.error} />
    </>
  );
}
