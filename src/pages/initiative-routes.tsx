import { useQuery } from '@tanstack/react-query';
import { createRoute, Outlet, redirect, useParams } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import type { LineStep } from '../lifecycle/initiatives/index.ts';
import { initiativeQuery, type Rights } from '../lifecycle/initiatives/ui/initiative-queries.ts';
import { type InitiativeTab, isInitiativeTab, stepOfTab } from '../lifecycle/initiatives/ui/initiative-tabs.ts';
import { type Session, sessionQuery } from '../lifecycle/people/ui/account-queries.ts';
import { OpeningPage } from '../web/shell/index.ts';
import { raiseFinding } from './raise-finding.tsx';
import { inside } from './roots.tsx';

const initiatives = () => import('../lifecycle/initiatives/ui/index.ts');
const people = () => import('../lifecycle/people/ui/index.ts');
const conversation = () => import('../lifecycle/conversation/ui/index.ts');

const training = () => import('../lifecycle/training/ui/index.ts');
const expectations = () => import('../lifecycle/expectations/ui/index.ts');
const registry = () => import('../lifecycle/registry/ui/index.ts');
const explanations = () => import('../lifecycle/explanations/ui/index.ts');

const TrainingJudged = lazy(async () => ({ default: (await expectations()).TrainingJudged }));
const GroupsPart = lazy(async () => ({ default: (await expectations()).GroupsPart }));
const TrainingPage = lazy(async () => ({ default: (await training()).TrainingPage }));
const WhyPage = lazy(async () => ({ default: (await explanations()).WhyPage }));
const WhyEntry = lazy(async () => ({ default: (await explanations()).WhyEntry }));
const LogTab = lazy(async () => ({ default: (await initiatives()).LogTab }));
const CameFromIdea = lazy(async () => ({
  default: (await import('../lifecycle/ideas/ui/came-from-idea.tsx')).CameFromIdea,
}));
const InitiativeFrame = lazy(async () => ({ default: (await people()).InitiativeFrame }));
const PartPanel = lazy(async () => ({ default: (await people()).PartPanel }));
const CurrentStepPanel = lazy(async () => ({ default: (await people()).CurrentStepPanel }));
const TableTab = lazy(async () => ({ default: (await people()).TableTab }));
const ReturnArrow = lazy(async () => ({
  default: (await import('../lifecycle/feedback/ui/return-arrow.tsx')).ReturnArrow,
}));
const StepTalk = lazy(async () => ({ default: (await conversation()).StepTalk }));
const TalkTab = lazy(async () => ({ default: (await conversation()).TalkTab }));
const LineageTab = lazy(async () => ({ default: (await import('../lifecycle/lineage/ui/index.ts')).LineageTab }));
const StepFindings = lazy(async () => ({
  default: (await import('../lifecycle/feedback/ui/index.ts')).StepFindings,
}));

interface WorkProps {
  readonly slug: string;
  readonly rights: Rights;
  readonly me: Session;
}

/** The work of a tab; the tabs without one show their step alone. */
const WORK: Partial<Record<InitiativeTab, ComponentType<WorkProps>>> = {
  overview: lazy(async () => {
    const [{ OverviewTab }, { RegisteredModels }] = await Promise.all([
      import('../lifecycle/outcomes/ui/index.ts'),
      registry(),
    ]);
    return {
      default: (props: WorkProps) => (
        <>
          <OverviewTab {...props} besideVerdict={raiseFinding} />
          <RegisteredModels slug={props.slug} />
        </>
      ),
    };
  }),
  frame: lazy(async () => {
    const [{ WorkshopTab }, { FrameTab }] = await Promise.all([
      import('../lifecycle/workshop/ui/index.ts'),
      import('../lifecycle/framing/ui/index.ts'),
    ]);
    return {
      default: (props: WorkProps) => (
        <WorkshopTab {...props}>
          <FrameTab {...props} />
        </WorkshopTab>
      ),
    };
  }),
  data: lazy(async () => {
    const [{ DatasetsTab }, { SignalsPart, SignalsTab }, { ModelsOfDataset }, { DataTab }, lineage] = await Promise.all(
      [
        import('../lifecycle/datasets/ui/index.ts'),
        import('../lifecycle/signals/ui/index.ts'),
        training(),
        import('../lifecycle/ledger/ui/index.ts'),
        import('../lifecycle/lineage/ui/index.ts'),
      ],
    );
    return {
      default: (props: WorkProps) => (
        <SignalsTab {...props}>
          <DatasetsTab
            {...props}
            troubles={(datasetId) => <lineage.InitiativeTroubles slug={props.slug} datasetId={datasetId} />}
            origin={(datasetId) => (
              <lineage.DatasetSources slug={props.slug} datasetId={datasetId} rights={props.rights} />
            )}
            ofDataset={(datasetId) => (
              <>
                <SignalsPart {...props} datasetId={datasetId} />
                <ModelsOfDataset slug={props.slug} datasetId={datasetId} />
              </>
            )}
          >
            <SignalsPart {...props} />
            <DataTab {...props} />
          </DatasetsTab>
        </SignalsTab>
      ),
    };
  }),
  build: lazy(async () => {
    const [
      { TrainingPart },
      { ExpectationsPart },
      { BuildTab, TriedPart, useIsTried },
      { RegisteredModels },
      { HeldTogether },
    ] = await Promise.all([
      training(),
      expectations(),
      import('../lifecycle/experiments/ui/index.ts'),
      registry(),
      people(),
    ]);
    return {
      default: function Build(props: WorkProps) {
        const isTried = useIsTried(props.slug);
        return (
          <HeldTogether slug={props.slug}>
            <TriedPart
              slug={props.slug}
              registered={
                <RegisteredModels
                  slug={props.slug}
                  level={3}
                  empty={
                    <p className="tl-muted">
                      No model is registered from them yet. A first model is registered on its own page, any other by a
                      data scientist with MLflow.
                    </p>
                  }
                />
              }
            />
            <TrainingPart {...props} isTried={isTried} />
            <ExpectationsPart {...props} isTried={isTried} />
            <BuildTab {...props} />
          </HeldTogether>
        );
      },
    };
  }),
  review: lazy(async () => {
    const [{ ReviewExpectations }, { RegisteredModels }] = await Promise.all([expectations(), registry()]);
    return {
      default: (props: WorkProps) => (
        <>
          <RegisteredModels slug={props.slug} />
          <ReviewExpectations {...props} />
        </>
      ),
    };
  }),
  release: lazy(async () => ({ default: (await registry()).RegisteredModels })),
  learn: lazy(async () => ({ default: (await import('../lifecycle/feedback/ui/index.ts')).LearnTab })),
};

const initiative = createRoute({
  getParentRoute: () => inside,
  path: '/i/$slug',
  component: function Initiative() {
    const { slug } = initiative.useParams();
    const { tab, trainingId } = useParams({ strict: false });
    const open = trainingId === undefined ? tab : 'build';
    return (
      <InitiativeFrame
        key={slug}
        slug={slug}
        tab={isInitiativeTab(open) ? open : undefined}
        returned={
          // A part that loads later must not hide the page around it, which would lose the focus on its title.
          <Suspense>
            <ReturnArrow slug={slug} />
          </Suspense>
        }
        origin={
          <Suspense>
            <CameFromIdea slug={slug} />
          </Suspense>
        }
      >
        <Suspense fallback={<OpeningPage />}>
          <Outlet />
        </Suspense>
      </InitiativeFrame>
    );
  },
});
const initiativeStart = createRoute({
  getParentRoute: () => initiative,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/i/$slug/$tab', params: { slug: params.slug, tab: 'overview' }, replace: true });
  },
});
const initiativeTab = createRoute({
  getParentRoute: () => initiative,
  path: '$tab',
  beforeLoad: ({ params: { slug, tab } }) => {
    if (!isInitiativeTab(tab))
      throw redirect({ to: '/i/$slug/$tab', params: { slug, tab: 'overview' }, replace: true });
  },
  component: function Tab() {
    const { slug, tab } = initiativeTab.useParams();
    return isInitiativeTab(tab) ? <TabPage key={tab} slug={slug} tab={tab} /> : null;
  },
});

const firstModel = createRoute({
  getParentRoute: () => initiative,
  path: 'build/first-models/$trainingId',
  component: function FirstModel() {
    const { slug, trainingId } = firstModel.useParams();
    const { data } = useQuery(initiativeQuery(slug));
    if (!data) return null;
    return (
      <TrainingPage
        key={trainingId}
        slug={slug}
        id={trainingId}
        rights={data.rights}
        besideModel={
          <Suspense>
            <WhyEntry slug={slug} trainingId={trainingId} />
            <TrainingJudged slug={slug} id={trainingId} />
          </Suspense>
        }
        groupsOf={(model) => (
          <Suspense>
            <GroupsPart slug={slug} model={{ kind: 'training', ref: trainingId, ...model }} />
          </Suspense>
        )}
      />
    );
  },
});

const why = createRoute({
  getParentRoute: () => initiative,
  path: 'build/first-models/$trainingId/why',
  component: function Why() {
    const { slug, trainingId } = why.useParams();
    const { data } = useQuery(initiativeQuery(slug));
    return data ? (
      <WhyPage key={trainingId} slug={slug} trainingId={trainingId} rights={data.rights} besideDoubt={raiseFinding} />
    ) : null;
  },
});

/** A tab: its work, then the step that the work belongs to. */
function TabPage({ slug, tab }: { readonly slug: string; readonly tab: InitiativeTab }) {
  const line = useQuery(initiativeQuery(slug));
  const { data: me } = useQuery(sessionQuery);
  if (tab === 'people') return <TableTab slug={slug} />;
  if (tab === 'talk') return <TalkTab slug={slug} />;
  if (tab === 'lineage') return <LineageTab slug={slug} />;
  if (tab === 'log') return <LogTab slug={slug} />;
  const Work = WORK[tab];
  const step = stepOfTab(tab);
  const shown = step ?? line.data?.steps.find(({ state }) => state === 'now')?.part;
  // It loads after its step, and the step must not vanish meanwhile.
  const talk = (at: LineStep) => (
    <Suspense>
      <StepTalk slug={slug} at={at} />
    </Suspense>
  );
  return (
    <>
      {Work && me && line.data && <Work slug={slug} rights={line.data.rights} me={me} />}
      {step === null ? <CurrentStepPanel slug={slug} talk={talk} /> : <PartPanel slug={slug} part={step} talk={talk} />}
      {shown && me && line.data && (
        <Suspense>
          <StepFindings slug={slug} step={shown} rights={line.data.rights} me={me} />
        </Suspense>
      )}
    </>
  );
}

/** The pages of one initiative. */
export const initiativeRoutes = [initiative.addChildren([initiativeStart, initiativeTab, firstModel, why])];
