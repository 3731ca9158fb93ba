import type { Queryable } from '../../platform/database/queryable.ts';
import { cut, refuseTooMany, refuseTracking } from '../experiments/index.ts';
import { keepAssessmentsSent } from './assess-trace.use-case.ts';
import { assessmentsOf } from './assessments.store.ts';
import { linkPrompts, linkTraces, seenTraces } from './link-traces.use-case.ts';
import { type NotePorts, noteEarlierFile } from './note-spans.use-case.ts';
import { requireTrace, type TracePorts } from './require-trace.use-case.ts';
import { forgetSpansOf } from './span-index.store.ts';
import { type AssessedTrace, promptInWords, promptsIn, TRACE_LIMITS, type Trace, type Traces } from './trace.ts';
import { linkPromptsToTrace, unlinkPrompts } from './trace-links.store.ts';
import { refuseTrace } from './traces.errors.ts';
import { changeTraceTag, findTracesByNo, markTracesDeleted, searchTraceRows, storeTrace } from './traces.store.ts';
import { withinSearchTime } from './within-search-time.store.ts';

async function withAssessments(queryable: Queryable, traces: readonly Trace[]): Promise<readonly AssessedTrace[]> {
  const assessed = await assessmentsOf(
    queryable,
    traces.map(({ id }) => id),
  );
  return traces.map((trace) => ({ ...trace, assessments: assessed.get(trace.id) ?? [] }));
}

/** The tag that tells the client where it puts and finds the spans. */
const LOCATION_TAG = 'mlflow.artifactLocation';

/** Opens the traces. */
export function openTraces(ports: TracePorts & NotePorts): Traces {
  const { database, access } = ports;
  return {
    keep: async (caller, experimentId, given, assessments = []) => {
      const experiment = await access.experiment(caller, experimentId, 'log');
      checkTrace(given);
      const location = `${experiment.artifactLocation}/traces/${given.id}/artifacts`;
      const tags = { ...shortened(given.tags), [LOCATION_TAG]: location };
      const trace = { ...given, experimentNo: experiment.no, tags };
      const kept = await database.transaction(async (tx) => {
        const stored = await storeTrace(tx, trace);
        if (!stored) throw refuseTrace('TRACE_ELSEWHERE', { id: given.id });
        const { artifactLocation } = experiment;
        if (stored.isNew) await noteEarlierFile(ports, tx, { traceId: trace.id, artifactLocation });
        await linkPromptsToTrace(tx, trace.id, promptsIn(trace.tags).map(promptInWords));
        return keepAssessmentsSent(tx, caller, trace.id, assessments, ports.now().getTime());
      });
      ports.announce(experiment.link?.slug ?? null);
      return { ...trace, assessments: kept };
    },
    get: async (caller, id) => {
      const trace = await requireTrace(ports, caller, id, 'see');
      return { ...trace, assessments: (await assessmentsOf(database, [id])).get(id) ?? [] };
    },
    search: async (caller, { experimentIds, ...search }) => {
      const experimentNos = await access.seenAmong(caller, experimentIds);
      const { found, next } = await withinSearchTime(database, search.conditions, (queryable) =>
        searchTraceRows(queryable, { ...search, experimentNos }),
      );
      return { found: await withAssessments(database, found), next };
    },
    some: async (caller, ids) => {
      refuseTooMany(ids.length, TRACE_LIMITS.readAtOnce, 'traces');
      const nos = (await seenTraces(ports, caller, ids)).map(({ no }) => no);
      const traces = new Map((await findTracesByNo(database, nos)).map((trace) => [trace.id, trace]));
      return withAssessments(
        database,
        [...new Set(ids)].flatMap((id) => traces.get(id) ?? []),
      );
    },
    link: (caller, runId, ids) => linkTraces(ports, caller, runId, ids),
    linkPrompts: (caller, id, prompts) => linkPrompts(ports, caller, id, prompts),
    tag: async (caller, id, key, value) => {
      const trace = await requireTrace(ports, caller, id, 'log');
      checkTrace({ ...trace, tags: value === null ? {} : { [key]: value } });
      await changeTraceTag(database, id, key, value === null ? null : cut(value, TRACE_LIMITS.tagValueLength));
      if (value !== null) await linkPromptsToTrace(database, id, promptsIn({ [key]: value }).map(promptInWords));
    },
    delete: async (caller, experimentId, which) => {
      const { no, link } = await access.experiment(caller, experimentId, 'log');
      const deleted = await database.transaction(async (tx) => {
        const nos = await markTracesDeleted(tx, no, which, ports.now());
        // Nothing finds a trace that is deleted.
        await unlinkPrompts(tx, nos);
        await forgetSpansOf(tx, nos);
        return nos;
      });
      ports.announce(link?.slug ?? null);
      return deleted.length;
    },
  };
}

function checkTrace(trace: Omit<Trace, 'experimentNo'>): void {
  const refuse = (path: string, value: string, why: string) =>
    refuseTracking('LOGGED_VALUE_INVALID', { path, value: JSON.stringify(value.slice(0, 100)), why });
  if (!/^[\w-]{1,64}$/.test(trace.id))
    throw refuse('trace_id', trace.id, 'it consists of letters, digits, "_" and "-".');
  if (JSON.stringify(trace.info).length > TRACE_LIMITS.infoLength)
    throw refuse('trace_info', trace.id, `it is longer than ${TRACE_LIMITS.infoLength} characters.`);
  const tags = Object.entries(trace.tags);
  if (tags.length > TRACE_LIMITS.tagsPerTrace)
    throw refuse('tags', String(tags.length), `there are at most ${TRACE_LIMITS.tagsPerTrace}.`);
  for (const [key] of tags) {
    if (key === '' || key.length > TRACE_LIMITS.tagKeyLength)
      throw refuse('tags', key, `a key has 1 to ${TRACE_LIMITS.tagKeyLength} characters.`);
  }
}

/** Tags with their long values cut, as those of runs are. */
function shortened(tags: Trace['tags']): Trace['tags'] {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, cut(value, TRACE_LIMITS.tagValueLength)]));
}
