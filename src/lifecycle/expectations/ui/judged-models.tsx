import { useQuery } from '@tanstack/react-query';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import { AppLink, Disclosure, EmptyState, Section } from '../../../web/kit/index.ts';
import type { Rights } from '../../initiatives/ui/index.ts';
import {
  type ModelReportEntry,
  ofRunQuery,
  ofVersionQuery,
  type ReportEntry,
  reportQuery,
} from './expectation-queries.ts';
import { GroupsPart } from './groups-part.tsx';
import { ModelReportLines, ModelState } from './model-report.tsx';

/** Every model that was judged, the newest first, each with how it fared. */
export function JudgedModels({
  slug,
  models,
}: {
  readonly slug: string;
  readonly models: readonly ModelReportEntry[];
}) {
  if (models.length === 0)
    return (
      <p className="tl-muted">No model is there yet. Each is judged as soon as it is made, logged or registered.</p>
    );
  return (
    <ul className="tl-expectations" aria-label="How the models fare">
      {models.map((model) => (
        <li key={model.id}>
          <div className="tl-row">
            {model.kind === 'training' ? (
              <AppLink to={`/i/${slug}/build/first-models/${model.ref}`}>{model.name}</AppLink>
            ) : (
              <strong>{model.name}</strong>
            )}
            <ModelState model={model} />
          </div>
          <Disclosure label={`How ${model.name} fares`} isPrinted={false}>
            <ModelReportLines model={model} />
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}

/** What reviewers read: every model with every expectation, as evidence. */
export function ReviewExpectations({ slug }: { readonly slug: string; readonly rights: Rights }) {
  const report = useQuery(reportQuery(slug));
  if (!report.data) return <ProblemNotice error={report.error} onRetry={() => void report.refetch()} />;
  const { expectations, models } = report.data;
  if (expectations.length === 0)
    return (
      <Section title="Nothing was expected of a model">
        <EmptyState
          sentence="No model was tried by what those who know the business expect of it."
          detail="The expert writes at Build how a model must behave; every model is then tried by it."
          action={<AppLink to={`/i/${slug}/build`}>Go to Build</AppLink>}
        />
      </Section>
    );
  return (
    <Section
      title="How the models fare by what the experts expect"
      lead="Evidence for the review. It says what was measured; whether that is good enough is for those who sign."
    >
      <JudgedModels slug={slug} models={models} />
    </Section>
  );
}

/** How one first model fares; nothing is said while nothing is expected. */
export function TrainingJudged({ slug, id }: { readonly slug: string; readonly id: string }) {
  const report = useQuery(reportQuery(slug));
  if (!report.data) return <ProblemNotice error={report.error} onRetry={() => void report.refetch()} />;
  const models = report.data.models.filter(({ kind, ref }) => kind === 'training' && ref === id);
  if (report.data.expectations.length === 0)
    return (
      <Section title="Nothing is expected of it yet">
        <p>
          Say how a model must behave, in your own words:{' '}
          <AppLink to={`/i/${slug}/build`}>write what you expect</AppLink>.
        </p>
      </Section>
    );
  return models.map((model) => (
    <Section key={model.id} title="How it fares by what is expected" aside={<ModelState model={model} />}>
      <ModelReportLines model={model} />
    </Section>
  ));
}

/** How the models of a run fare, and how they treat groups; nothing where none was judged. */
export function RunExpectations({ runId }: { readonly runId: string }) {
  const found = useQuery(ofRunQuery(runId));
  if (!found.data) return <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />;
  return found.data.map(({ slug, report }) => (
    <ReportParts key={slug} slug={slug} report={report} level={2} watched={ofRunQuery(runId).queryKey} />
  ));
}

/** How a version of a registered model fares; nothing where it was not judged. */
export function VersionExpectations({ name, version }: { readonly name: string; readonly version: number }) {
  const found = useQuery(ofVersionQuery(name, version));
  if (!found.data) return <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />;
  return found.data.map(({ slug, report }) => (
    <ReportParts key={slug} slug={slug} report={report} level={3} watched={ofVersionQuery(name, version).queryKey} />
  ));
}

interface ReportPartsProps {
  readonly slug: string;
  readonly report: ReportEntry;
  readonly level: 2 | 3;
  /** What is read anew when the initiative changes. */
  readonly watched: readonly unknown[];
}

function ReportParts({ slug, report, level, watched }: ReportPartsProps) {
  useLiveTopic(`initiative:${slug}`, watched);
  return report.models.map((model) => (
    <Section
      key={model.id}
      level={level}
      title={`How ${model.name} fares by what is expected`}
      aside={<ModelState model={model} />}
    >
      <ModelReportLines model={model} />
      <ReportGroups slug={slug} model={model} />
    </Section>
  ));
}

/** The groups of a model that is known by its report alone: it foresees what the first expectation is about. */
function ReportGroups({ slug, model }: { readonly slug: string; readonly model: ModelReportEntry }) {
  const { kind, ref, datasetId, dataVersion, state, lines } = model;
  const content = lines.find(({ result }) => result !== null)?.expectation.content;
  if (state !== 'judged' || content?.outcome == null) return null;
  const { target, outcome } = content;
  return (
    <Disclosure label="How it treats groups" isPrinted={false} isMadeOnOpening>
      <GroupsPart slug={slug} model={{ kind, ref, datasetId, version: dataVersion, target, outcome }} />
    </Disclosure>
  );
}
