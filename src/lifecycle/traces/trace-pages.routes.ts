import type { Readable } from 'node:stream';
import { z } from 'zod';
import { refuse } from '../../platform/contract/index.ts';
import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import { type Caller, instant } from '../experiments/index.ts';
import type { Assessment } from './assessment.ts';
import type { AnswerJudged } from './judge-answer.use-case.ts';
import { presentPairs } from './present-spans.ts';
import type { TraceOnPage, TracePage } from './read-trace-pages.use-case.ts';
import { attributeText, type ShownText, shorten } from './span.ts';
import type { SpanDetail, SpansPage } from './spans-page.ts';
import { metadataOf, type Trace, type TracePosition } from './trace.ts';
import { tracePagesApi } from './trace-pages.schema.ts';

/** AssessmentsPart that a row of the list shows, and how much of each. */
const LISTED = { assessments: 3, characters: 60 } as const;

/** Whatever a file contains, a browser neither guesses its kind nor shows it as a page of ours. */
const FILE_POLICY = "sandbox; default-src 'none'";

/** What the routes of the pages of traces call. */
export interface TracePagesUseCases {
  traces(
    caller: Caller,
    experimentId: string,
    asked: { readonly filter: string; readonly after: TracePosition | undefined; readonly limit: number },
  ): Promise<{ readonly found: readonly TraceOnPage[]; readonly next: TracePosition | undefined }>;
  trace(caller: Caller, id: string): Promise<TracePage>;
  spans(
    caller: Caller,
    id: string,
    asked: { readonly from: number; readonly limit: number; readonly signal: AbortSignal },
  ): Promise<SpansPage>;
  span(
    caller: Caller,
    id: string,
    asked: { readonly spanId: string; readonly signal: AbortSignal },
  ): Promise<SpanDetail>;
  file(caller: Caller, id: string): Promise<{ readonly stream: Readable; readonly fileName: string }>;
  judge(caller: Caller, id: string, judged: AnswerJudged): Promise<Assessment>;
  takeBack(caller: Caller, id: string, assessmentId: string): Promise<void>;
}

/** The routes of the pages of traces. */
export function tracePagesRoutes(useCases: TracePagesUseCases): MountedApi {
  return mountApi('Traces', tracePagesApi, {
    tracesOfExperiment: async ({ params, query }, { principal }) => {
      const { cursor, ...asked } = query;
      const after = cursor === undefined ? undefined : readPosition(cursor);
      const { found, next } = await useCases.traces(principal, params.experimentId, { ...asked, after });
      return { items: found.map(presentLine), nextCursor: next ? writePosition(next) : null };
    },
    trace: async ({ params }, { principal }) =>
      presentPage(await useCases.trace(principal, params.traceId), principal.accountId),
    spans: ({ params, query }, { principal, signal }) =>
      useCases.spans(principal, params.traceId, { ...query, signal }),
    span: ({ params }, { principal, signal }) =>
      useCases.span(principal, params.traceId, { spanId: params.spanId, signal }),
    spansFile: async ({ params }, { principal, setHeader }) => {
      setHeader('content-security-policy', FILE_POLICY);
      return useCases.file(principal, params.traceId);
    },
    judge: async ({ params, body }, { principal }) => {
      const { id } = await useCases.judge(principal, params.traceId, { ...body, by: principal.email });
      return { id };
    },
    takeBack: ({ params }, { principal }) =>
      useCases.takeBack(principal, params.traceId, params.assessmentId).then(() => undefined),
  });
}

const positionSchema = z.tuple([z.number().int(), z.number().int()]);

function writePosition(position: TracePosition): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function readPosition(cursor: string): TracePosition {
  try {
    return positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw refuse('LIST_POSITION_INVALID');
  }
}

function presentLine({ requestMs, said, ...line }: TraceOnPage) {
  return {
    ...line,
    startedAt: instant(requestMs),
    said: said.slice(0, LISTED.assessments).map(({ kind, name, value }) => ({
      kind,
      name: cut(name),
      value: cut(attributeText(value).text),
    })),
    saidCount: said.length,
  };
}

/** The beginning of a text for a row, which shows that there is more. */
function cut(whole: string): string {
  const { text, length } = shorten(whole, LISTED.characters);
  return text.length < length ? `${text}…` : text;
}

function presentPage(page: TracePage, accountId: string) {
  const { trace, experiment, run, linkedRuns, prompts, assessments, givers, whyNotJudge } = page;
  const { id, requestMs, durationMs, state, tags } = trace;
  return {
    id,
    name: tags['mlflow.traceName'] ?? null,
    startedAt: instant(requestMs),
    durationMs,
    state,
    run,
    linkedRuns: linkedRuns.map(({ id: runId, name, experimentNo }) => ({
      id: runId,
      name,
      experimentId: String(experimentNo),
    })),
    prompts: [...prompts],
    request: previewOf(trace, 'request_preview', 'mlflow.traceInputs'),
    response: previewOf(trace, 'response_preview', 'mlflow.traceOutputs'),
    experiment: { id: String(experiment.no), name: experiment.name },
    initiative: experiment.link && { slug: experiment.link.slug, name: experiment.link.initiativeName },
    tags: inOrder(presentPairs(tags)),
    metadata: inOrder(presentPairs(metadataOf(trace))),
    assessments: assessments.map((one) => presentAssessment(one, givers, accountId)),
    whyNotJudge,
  };
}

function previewOf(trace: Trace, preview: string, metadata: string): ShownText | null {
  const told = trace.info[preview] ?? metadataOf(trace)[metadata];
  return told === undefined || told === null || told === '' ? null : attributeText(told);
}

function presentAssessment(one: Assessment, givers: ReadonlyMap<string, string>, accountId: string) {
  const { id, kind, name, error, rationale, sourceType, sourceId, spanId, isValid, createdBy, createdMs } = one;
  return {
    id,
    kind,
    name,
    value: attributeText(one.value),
    error,
    rationale,
    sourceType,
    sourceId,
    spanId,
    isValid,
    givenByName: givers.get(createdBy) ?? '',
    givenAt: instant(createdMs),
    isCorrection: one.overrides !== '',
    isOwn: createdBy === accountId,
  };
}

function inOrder<Pair extends { readonly key: string }>(pairs: readonly Pair[]): Pair[] {
  return [...pairs].sort((one, other) => one.key.localeCompare(other.key));
}
