import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { WrittenAbout } from '../../../web/formatted/index.ts';
import {
  AppLink,
  DataTable,
  Disclosure,
  durationInWords,
  type Fact,
  Facts,
  formatMoment,
  formatPlural,
  Notice,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { finiteOf, type LoggedNumber } from '../logged-number.ts';
import { chooseMeasure, resultsFirst } from '../measure.ts';
import { measureInWords, tellsOfMeasure, valueInWords } from '../measure-words.ts';
import { ConcludeHere } from './conclusion-form.tsx';
import { CurveBoard, type CurveBoardProps } from './curve-board.tsx';
import { LoggedPage } from './logged-page.tsx';
import { LoggedPairs } from './logged-pairs.tsx';
import { MetricValue } from './metric-value.tsx';
import { addressOfParts } from './run-columns.ts';
import { type RunDetail, runQuery, useLiveRuns } from './run-page-queries.ts';
import { addressOfRun } from './run-trail.ts';
import { contextInWords, figure, RUN_STATE, shortCommit } from './run-words.ts';
import { useStops } from './use-stops.ts';
import { ValueMeaning } from './value-meaning.tsx';
import './experiments.css';

export interface RunPageProps {
  readonly experimentId: string;
  readonly runId: string;
  /** How its curves are drawn, as the page's address says it. */
  readonly curves: Pick<CurveBoardProps, 'choice' | 'onChoice'>;
  /** The files of the run, which a later room shows. */
  readonly files: ReactNode;
  /** What was traced in it, which a later room shows; told to which initiative its experiment is connected. */
  readonly traces: (slug: string | null) => ReactNode;
  /** The versions of models that were registered from it, with their own heading; a later room shows them. */
  readonly versions: ReactNode;
}

/** One run: what it was for, what came of it, what it was made from, and what people conclude from it. */
export function RunPage({ experimentId, runId, ...parts }: RunPageProps) {
  const run = useQuery(runQuery(runId));
  useLiveRuns(run.data?.initiative?.slug ?? null);
  return (
    <LoggedPage
      kind="run"
      reading={run}
      experiment={({ experimentName, initiative }) => ({ name: experimentName, initiative })}
      experimentId={run.data?.experimentId ?? experimentId}
      lead={(read) => <Lead run={read} />}
    >
      {(read) => <Parts run={read} {...parts} />}
    </LoggedPage>
  );
}

function Lead({ run }: { readonly run: RunDetail }) {
  const { status, startedAt, endedAt, startedByName } = run;
  return (
    <>
      <StateWord tone={RUN_STATE[status].tone}>{RUN_STATE[status].word}</StateWord>, started by {startedByName} on{' '}
      {formatMoment(startedAt)}
      {endedAt !== null && `, took ${durationInWords(startedAt, endedAt)}`}
      {status === 'RUNNING' && '. This page follows it as it goes on'}.
    </>
  );
}

type PartsProps = { readonly run: RunDetail } & Pick<RunPageProps, 'curves' | 'files' | 'traces' | 'versions'>;

function Parts({ run, curves, files, traces, versions }: PartsProps) {
  const { metrics, params, tags, isDeleted, description } = run;
  const stopAt = useStops([run]);
  return (
    <>
      {isDeleted && (
        <Notice tone="look" title="This run was deleted">
          <p>
            It is kept, but no list shows it. Whoever may change it brings it back{' '}
            <AppLink to="/deleted">among what was deleted</AppLink>.
          </p>
        </Notice>
      )}
      <WrittenAbout text={description} about="this run" />
      <Section title="What it was for">
        <Facts facts={purposeOf(run)} />
      </Section>
      <Section title="What was measured">
        <InWords metrics={metrics} />
        {metrics.length > 0 && <p className="tl-muted">The last value, and how far it moved on the way.</p>}
        <DataTable
          label="Metrics"
          rows={resultsFirst(metrics)}
          rowKey={({ key }) => key}
          columns={[
            { key: 'key', head: 'Metric', cell: ({ key }) => <MetricName name={key} />, sortBy: ({ key }) => key },
            {
              key: 'last',
              head: 'Last',
              align: 'end',
              cell: ({ key, value }) => <MetricValue value={value} stop={stopAt(key, run.id)} />,
              sortBy: ({ value }) => finiteOf(value),
            },
            { key: 'least', head: 'Least', align: 'end', cell: ({ least }) => <Extreme value={least} /> },
            { key: 'greatest', head: 'Greatest', align: 'end', cell: ({ greatest }) => <Extreme value={greatest} /> },
          ]}
          empty={<p className="tl-muted">Nothing was measured yet. A script measures with mlflow.log_metric.</p>}
        />
        {metrics.length > 0 && <CurveBoard runs={[run]} {...curves} />}
      </Section>
      <Section title="How it was set">
        <Params params={params} />
      </Section>
      <Section title="What it was made from">
        <Facts facts={originOf(run)} />
      </Section>
      {traces(run.initiative?.slug ?? null)}
      {versions}
      <Section title="Files">{files}</Section>
      <Section title="What people conclude from it">
        <Conclusions run={run} />
        {run.initiative && !isDeleted && <ConcludeHere slug={run.initiative.slug} runs={[run]} />}
      </Section>
      {tags.length > 0 && (
        <Section title="Tags">
          <LoggedPairs label="Tags of this run" pairs={tags} empty="" />
        </Section>
      )}
    </>
  );
}

/** A metric by its name, and what it tells those who do not know the name. */
function MetricName({ name }: { readonly name: string }) {
  const tells = tellsOfMeasure(name);
  return (
    <>
      {name}
      {tells !== null && <p className="tl-muted tl-small">{tells}</p>}
    </>
  );
}

/** What says most of the run, among what can be said in words; nothing where no name of a metric is known. */
function InWords({ metrics }: { readonly metrics: RunDetail['metrics'] }) {
  const told = metrics.flatMap(({ key, value }) =>
    typeof value === 'number' && valueInWords(key, value) !== null ? [{ key, value, runCount: 1 }] : [],
  );
  const best = chooseMeasure(told)?.key;
  const chosen = told.find(({ key }) => key === best);
  if (!chosen) return null;
  const measure = measureInWords(chosen.key);
  return (
    <div className="tl-prose">
      <p>
        {measure.charAt(0).toUpperCase() + measure.slice(1)}: <strong>{figure(chosen.value)}</strong>.
      </p>
      <ValueMeaning metric={chosen.key} value={chosen.value} />
    </div>
  );
}

/** The least or the greatest value; there is none where nothing was a number. */
function Extreme({ value }: { readonly value: LoggedNumber | null }) {
  return value === null ? <span className="tl-muted">None</span> : figure(value);
}

function purposeOf({ id, context, initiative, parent, childCount, experimentId }: RunDetail): readonly Fact[] {
  return [
    {
      term: 'Question',
      detail: context ? (
        `“${context.question}”`
      ) : (
        <StateWord tone="unknown">
          {initiative
            ? 'it was started before its experiment was connected'
            : 'its experiment is connected to no initiative yet'}
        </StateWord>
      ),
    },
    ...(initiative
      ? [{ term: 'Initiative', detail: <AppLink to={`/i/${initiative.slug}/build`}>{initiative.name}</AppLink> }]
      : []),
    ...(context
      ? [
          { term: 'Hypothesis', detail: context.hypothesis ?? 'None was named.' },
          { term: 'Started under', detail: contextInWords({ ...context, hypothesis: null }) },
        ]
      : []),
    ...(parent
      ? [
          {
            term: 'Part of',
            detail: <AppLink to={addressOfRun({ id: parent.id, experimentId })}>{parent.name}</AppLink>,
          },
        ]
      : []),
    ...(childCount > 0
      ? [
          {
            term: 'Has',
            detail: (
              <AppLink to={addressOfParts({ id, experimentId })}>{formatPlural(childCount, 'part', 'parts')}</AppLink>
            ),
          },
        ]
      : []),
  ];
}

function originOf({ lineage, datasets, models }: RunDetail): readonly Fact[] {
  const { commit, branch, repository, source, author } = lineage;
  const made = models.filter(({ direction }) => direction === 'output');
  const read = models.filter(({ direction }) => direction === 'input');
  return [
    {
      term: 'Data',
      detail:
        datasets.length === 0 ? (
          'The run named no data set. A script names one with mlflow.log_input.'
        ) : (
          <ul className="tl-runs-list">
            {datasets.map(({ name, digest, context }) => (
              <li key={`${name} ${digest} ${context}`}>
                {name}
                {context !== null && ` for ${context}`} <span className="tl-muted">fingerprint {digest}</span>
              </li>
            ))}
          </ul>
        ),
    },
    {
      term: 'Code',
      detail:
        commit === null
          ? 'The run named no commit.'
          : `commit ${shortCommit(commit)}${branch === null ? '' : ` of ${branch}`}${repository === null ? '' : ` in ${repository}`}`,
    },
    { term: 'Script', detail: source ?? 'Not named.' },
    // Clients that know no user write the word "unknown".
    { term: 'Author', detail: author === null || author === 'unknown' ? 'Not named.' : author },
    ...(read.length > 0 ? [{ term: 'Models it read', detail: namesInWords(read) }] : []),
    ...(made.length > 0 ? [{ term: 'Models it made', detail: namesInWords(made) }] : []),
  ];
}

/** Names of models, each once: clients call most of them alike. */
function namesInWords(models: readonly { readonly name: string }[]): string {
  const counts = new Map<string, number>();
  for (const { name } of models) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} (${count} times)`)).join(', ');
}

/** Settings that are shown before somebody asks for all: automatic logging names every one that a library has. */
const FIRST_PARAMS = 12;

function Params({ params }: { readonly params: RunDetail['params'] }) {
  const rest = params.length - FIRST_PARAMS;
  const [first, others] = rest > 3 ? [params.slice(0, FIRST_PARAMS), params.slice(FIRST_PARAMS)] : [params, []];
  return (
    <>
      <LoggedPairs label="Params" pairs={first} empty="No param was logged. A script logs one with mlflow.log_param." />
      {others.length > 0 && (
        <Disclosure label={`Show ${others.length} more`} openLabel={`Hide ${others.length} of them`} isMadeOnOpening>
          <LoggedPairs label="More params" pairs={others} empty="" />
        </Disclosure>
      )}
    </>
  );
}

function Conclusions({ run }: { readonly run: RunDetail }) {
  const { conclusions, initiative } = run;
  if (conclusions.length === 0)
    return (
      <p className="tl-muted">
        Nobody has concluded anything from this run.
        {!initiative && ' Whoever sits at the table does, once its experiment is connected to an initiative.'}
      </p>
    );
  return (
    <ol className="tl-conclusions">
      {conclusions.map(({ id, text, authorName, at, iteration, runs }) => (
        <li key={id}>
          <p className="tl-prose">{text}</p>
          <p className="tl-muted tl-small">
            {authorName}, {formatMoment(at)}, iteration {iteration}. Rests on {formatPlural(runs.length, 'run', 'runs')}
            .
          </p>
        </li>
      ))}
    </ol>
  );
}
